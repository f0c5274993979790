import DataLoader from 'dataloader';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { groupBy } from '../domain/group-by.ts';
import { countEach, type CountQuestion, type RowCount } from '../storage/pages.ts';
import { kindOf, readTogether, type Reads } from '../storage/together.ts';

/** Parts of one statement at most; SQLite takes 500. */
const MAX_PARTS = 100;

type Query = SelectQueryBuilder<ObjectLiteral>;

/** Reads of lists that are nested in a list: fifty deliveries ask for their attempts in two statements, not in fifty. */
export function gatheredReads(): Reads {
  const options = { cache: false, maxBatchSize: MAX_PARTS };
  const rows = new DataLoader<Query, ObjectLiteral[]>(readEach, options);
  const counts = new DataLoader<CountQuestion, RowCount>(countEach, options);
  return {
    rows: async <Row extends ObjectLiteral>(query: SelectQueryBuilder<Row>) => await rows.load(query as unknown as Query) as Row[],
    count: (query, limit) => counts.load({ query: query as unknown as Query, limit }),
  };
}

async function readEach(queries: readonly Query[]): Promise<ObjectLiteral[][]> {
  const found = new Map<Query, ObjectLiteral[]>();
  await Promise.all([...groupBy(queries, kindOf).values()].map(async (same) => {
    for (const [index, rows] of (await readTogether(same)).entries()) found.set(same[index]!, rows);
  }));
  return queries.map((query) => found.get(query)!);
}
