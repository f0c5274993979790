import DataLoader from 'dataloader';
import type { EnvironmentKey } from '../../domain/environments.ts';
import { groupBy } from '../../domain/group-by.ts';
import type { StatsPlan, StatsQuestion } from '../../domain/stats-range.ts';
import { sumVolumes, type VolumeSum } from '../../storage/repositories/stat-series.ts';
import type { Store } from '../../storage/store.ts';
import { planOrRefuse, readWebhookStats, type StatsValue } from './read-stats.ts';

export interface StatsRequest { webhookId: string; question: StatsQuestion }
export interface VolumeRequest { code: string; plan: StatsPlan; environments: readonly EnvironmentKey[] }

type Reader = Pick<Store, 'reader'>;

/** The charts of a list of webhooks are read together. */
export function statsLoader(store: Reader, clock: () => number): DataLoader<StatsRequest, StatsValue, string> {
  return new DataLoader<StatsRequest, StatsValue, string>(async (requests) => {
    const answers = new Map<string, StatsValue>();
    for (const same of groupBy(requests, ({ question }) => JSON.stringify(question)).values()) {
      const now = clock();
      const ids = same.map(({ webhookId }) => webhookId);
      const values = readWebhookStats(store, ids, { plan: planOrRefuse(same[0]!.question, now), now });
      for (const [index, request] of same.entries()) answers.set(statsKey(request), values[index]!);
    }
    return requests.map((request) => answers.get(statsKey(request))!);
  }, { cacheKeyFn: statsKey });
}

const statsKey = ({ webhookId, question }: StatsRequest) => `${webhookId} ${JSON.stringify(question)}`;

/** So are those of the whole catalogue. */
export function volumeLoader(store: Reader, accountId: string): DataLoader<VolumeRequest, VolumeSum[], string> {
  return new DataLoader<VolumeRequest, VolumeSum[], string>(async (requests) => {
    const answers = new Map<string, VolumeSum[]>();
    for (const [question, [first]] of groupBy(requests, volumeQuestion)) {
      const sums = await sumVolumes(store, { ids: [accountId], environments: first!.environments }, first!.plan);
      for (const [code, own] of groupBy(sums, ({ eventCode }) => eventCode)) answers.set(`${code} ${question}`, own);
    }
    return requests.map((request) => answers.get(volumeKey(request)) ?? []);
  }, { cacheKeyFn: volumeKey });
}

const volumeQuestion = ({ plan, environments }: VolumeRequest) => JSON.stringify([plan.span, plan.granularityMs, environments]);
const volumeKey = (request: VolumeRequest) => `${request.code} ${volumeQuestion(request)}`;
