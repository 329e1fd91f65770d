package io.winnow.pipelines;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pages as sites make them by the thousand: one template, filled from a data base. Between two
 * fillers are about four fixed words, so that two pages of a site share a tenth to a fifth of their
 * rows of five words. Fillers are drawn one by one, without regard for what they say together.
 */
final class TemplatedPages {
  /** The templates by site; in braces, # stands for a digit, and a name for one of a list. */
  static final SortedMap<String, String> SITES = new TreeMap<>();

  /** Templates whose fillers name places, which to the model are what a page is about. */
  static final SortedMap<String, String> PLACES = new TreeMap<>();

  private static final Map<String, List<String>> FILLERS =
      Map.ofEntries(
          words(
              "town",
              "Aberdeen,Antwerp,Bergen,Bologna,Bordeaux,Bristol,Brno,Cardiff,Cologne,Cork,Dresden,Dundee,"
                  + "Florence,Geneva,Ghent,Glasgow,Graz,Granada,Hanover,Innsbruck,Leeds,Leipzig,Lille,Linz,"
                  + "Lyon,Malaga,Malmo,Nantes,Naples,Odense,Oporto,Ostend,Parma,Seville,Tampere,Toulouse,"
                  + "Trieste,Turin,Utrecht,Valencia,Verona,Zurich"),
          words(
              "street",
              "Station Road,Mill Lane,Church Street,High Street,Park Avenue,Victoria Road"),
          words(
              "first",
              "Anna,Ben,Carla,David,Elena,Felix,Grace,Hugo,Ines,Jonas,Karin,Lars,Maria,Nils"),
          words(
              "last",
              "Almeida,Barnes,Costa,Dawson,Eriksen,Fischer,Garcia,Hughes,Ivanov,Jensen,Keller"),
          words(
              "month",
              "January,February,March,April,May,June,July,August,September,October,November"),
          words("sky", "sunny,cloudy,overcast,rainy,clear,foggy,windy,misty,bright,showery"),
          words("wind", "northerly,easterly,southerly,westerly"),
          words(
              "good",
              "reliable,friendly,local,trusted,skilled,qualified,experienced,careful,honest"),
          words(
              "job",
              "leaking taps,blocked drains,burst pipes,broken boilers,cold radiators,old toilets"),
          words("tone", "calm,rude,recorded,female,male,hoarse,young,hasty"),
          words("side", "left,right,rear,driver's,passenger's"),
          words("steel", "stainless,galvanised,blackened,plain,zinc-plated"),
          words("fit", "fit well,are fine,do their job,fit perfectly,look good"),
          words("view", "garden,harbour,city,river,park,castle,old town,cathedral,sea,square"),
          words("colour", "black,white,navy,grey,red,orange,green,teal,purple,yellow,silver,pink"),
          words("fabric", "cotton,linen,wool,fleece,denim,jersey,canvas,corduroy,flannel,velvet"));

  static {
    SITES.put(
        "callers",
        "Who called me from 0{###} {######}? This phone number was looked up {####} times in"
            + " {month} by people who got a call. The last report of the number is {##} days old."
            + " Of our users {##} percent say the caller is a nuisance and {##} percent that it is"
            + " a fraud. {first} wrote: they call me {#} times a day and hang up after {##}"
            + " seconds. {first} wrote: a {tone} voice says that my account is locked and asks for"
            + " {###} pounds. Do not call 0{###} {######} back, it may cost up to {#}.{##} pounds a"
            + " minute. To block the number on your phone press {#} and add it to the list, as"
            + " {####} users did.");
    SITES.put(
        "archive",
        "Weather in Lisbon on {day} {month} {year}. The day was {sky}, with a high of {##} and a"
            + " low of {#} degrees. The wind blew {wind} at {##} kilometres an hour, with gusts of"
            + " {##} in the afternoon. There were {#} hours of sunshine and {##} millimetres of"
            + " rain, and the humidity was {##} percent. The sun rose at {#}:{minute} and set at"
            + " {hour}:{minute}. Compared with the day before it was {#} degrees warmer; the"
            + " evening was {sky} and the night {sky}.");
    SITES.put(
        "lottery",
        "Lottery results of {day} {month} {year}. The winning numbers of draw {####} were {##},"
            + " {##}, {##}, {##}, {##} and {##}, with the bonus ball {##}. The jackpot of {##}"
            + " million euros went to {#} players, who won {######} euros each. Five numbers and"
            + " the bonus ball paid {#####} euros to {##} players, five numbers {####} euros to"
            + " {###}, and four numbers {##} euros to {#####}. The machine was number {#} with ball"
            + " set {##}, and {first} pressed the button. The ball {##} has now been drawn {###}"
            + " times, the ball {##} only {##} times. The next draw is on {day} {month} at"
            + " {hour}:{minute}, when the jackpot is {##} million euros. Tickets cost {#}.{##}"
            + " euros and are sold until {hour}:{minute}. You have {##} days to claim a prize, and"
            + " prizes above {####} euros are paid by bank transfer within {##} days.");
    SITES.put(
        "tides",
        "Tide times for Dover on {day} {month} {year}. High water at {hour}:{minute} with {#}.{#}"
            + " metres and at {hour}:{minute} with {#}.{#} metres. Low water at {hour}:{minute}"
            + " with {#}.{#} metres and at {hour}:{minute} with {#}.{#} metres. The tidal"
            + " coefficient is {##}, the sea has {##} degrees and the wind is {wind}.");
    SITES.put(
        "trains",
        "Train {####} leaves Oxford for London Paddington at {hour}:{minute} from platform {#}. It"
            + " calls at Didcot at {hour}:{minute}, at Reading at {hour}:{minute} and at Slough at"
            + " {hour}:{minute}, and is in London after {##} minutes at {hour}:{minute} on platform"
            + " {##}. The train has {#} coaches with {###} seats, of which {##} are first class in"
            + " coach {#}. A single ticket to London costs {##}.{##} pounds, with a railcard"
            + " {##}.{##} pounds, and a return {##}.{##} pounds. In {month} {year} this train was"
            + " on time on {##} percent of the days and on average {#} minutes late. The next train"
            + " to London is number {####} at {hour}:{minute}, the last one leaves at"
            + " {hour}:{minute}.");
    SITES.put(
        "cars",
        "Used Volkswagen Golf for sale, first registered in {month} {year}. This {colour} Golf has"
            + " {#####} kilometres on the clock, {#} previous owners and costs {#####} euros. Its"
            + " petrol engine has {###} horsepower and needs {#}.{#} litres on 100 kilometres. The"
            + " car has {#} doors, {#} seats in {colour} cloth and a gearbox with {#} gears. The"
            + " next inspection is due in {month} {year}. The tyres have {#} millimetres of tread,"
            + " the brakes were changed {##} months ago, and the service book has {#} stamps. A"
            + " scratch of {##} centimetres on the {side} door is shown in photo {##}. Finance from"
            + " {###} euros a month over {##} months with {####} euros down. Ask for {first} under"
            + " 0{###} {######}, quoting offer {######}. Seen {####} times, saved by {##} people.");
    SITES.put(
        "bolts",
        "Hexagon bolt M{##} x {###}, {steel} steel, pack of {###} pieces, article {######}. The"
            + " bolt has a thread of {#}.{##} millimetres pitch and a head of {##} millimetres"
            + " across flats. It carries {###} kilonewtons and is tightened with {###} newton"
            + " metres. One pack of these bolts weighs {#}.{#} kilograms and costs {##}.{##} euros,"
            + " from {##} packs only {##}.{##} euros. In stock are {####} packs, which we send in"
            + " {#} days. Matching nuts have the article {######}, washers {######}. Rated {#}.{#}"
            + " of five by {##} customers. {first} writes: ordered {##} packs, {#} bolts were bent,"
            + " the others {fit}.");
    PLACES.put(
        "plumbers",
        "Are you looking for a {good} plumber in {town}? Our team of plumbers covers all of {town}"
            + " and is at your door within {##} minutes. Since {year} we have been repairing {job}"
            + " and {job} for families and businesses in {town}, day and night, for a fixed price"
            + " from {##} pounds an hour. Customers in {town} give our plumbers {#}.{#} of five"
            + " stars, and {##} of them said that we were {good} and left no mess.");
    PLACES.put(
        "hotels",
        "Hotel {last} in {town} is a hotel of {#} stars with {###} rooms near {street}. All rooms"
            + " of the hotel have a view of the {view}, a bed of {###} centimetres and free"
            + " wireless internet. Breakfast is served until {##} and costs {##} euros for each"
            + " guest. The hotel is {#}.{#} kilometres from the {view} and a taxi from the station"
            + " takes {##} minutes. Guests rate the hotel {#}.{#} of ten after {####} reviews and"
            + " praise the {view}.");
  }

  private TemplatedPages() {}

  /** A page made from a template. */
  static String page(String template, Random random) {
    StringBuilder page = new StringBuilder();
    int at = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', at)) {
      int close = template.indexOf('}', open);
      page.append(template, at, open);
      page.append(filler(template.substring(open + 1, close), random));
      at = close + 1;
    }
    return page.append(template.substring(at)).toString();
  }

  private static String filler(String name, Random random) {
    switch (name) {
      case "day":
        return String.valueOf(1 + random.nextInt(28));
      case "year":
        return String.valueOf(1990 + random.nextInt(36));
      case "hour":
        return String.format("%02d", random.nextInt(24));
      case "minute":
        return String.format("%02d", random.nextInt(60));
      default:
        break;
    }
    if (name.startsWith("#")) {
      StringBuilder number = new StringBuilder().append(1 + random.nextInt(9));
      while (number.length() < name.length()) {
        number.append(random.nextInt(10));
      }
      return number.toString();
    }
    List<String> words = FILLERS.get(name);
    return words.get(random.nextInt(words.size()));
  }

  private static Map.Entry<String, List<String>> words(String name, String words) {
    return Map.entry(name, List.of(words.split(",")));
  }
}
