package io.winnow.dedup.minhash;

import io.winnow.corpus.table.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The shards of earlier runs that a corpus is compared with: what they have kept stays, and what is
 * like it goes. Ids and signatures are read of them, and their masks.
 *
 * @param shards numbered from 0
 * @param digest of all that is read of them
 */
public record EarlierShards(List<SignedShard> shards, String digest) implements Serializable {
  public EarlierShards {
    shards = List.copyOf(shards);
  }

  /** No earlier run. */
  public static EarlierShards none() {
    return new EarlierShards(List.of(), "");
  }

  /** The shards, numbered on from those of a corpus. */
  List<SignedShard> after(List<Shard> own) {
    List<SignedShard> numbered = new ArrayList<>();
    for (SignedShard signed : shards) {
      Shard of = signed.shard();
      Shard shard = new Shard(own.size() + of.number(), of.name(), of.rows(), of.textBytes());
      numbered.add(new SignedShard(signed.folder(), shard, signed.mask()));
    }
    return numbered;
  }
}
