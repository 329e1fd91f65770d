"""Prime numbers by the sieve of Eratosthenes."""


def primes(limit):
    """All primes below a limit, in order."""
    is_prime = [True] * limit
    found = []
    for number in range(2, limit):
        if is_prime[number]:
            found.append(number)
            for multiple in range(number * number, limit, number):
                is_prime[multiple] = False
    return found


if __name__ == "__main__":
    print(primes(100))
