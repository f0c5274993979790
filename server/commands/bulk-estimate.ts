import { hash } from 'node:crypto';
import { problem, RefusedError } from '../domain/errors.ts';
import type { BulkKind } from '../domain/bulk-operation.ts';
import { MINUTE_MS, SECOND_MS } from '../domain/time.ts';
import { countTargetsByStanding, countTargetsUpToLimit, type Standing } from '../storage/bulk-counts.ts';
import type { BulkSelection } from '../storage/entities/bulk-operation.ts';
import { COUNT_LIMIT } from '../storage/pages.ts';
import type { CachedWebhook } from '../storage/webhook-directory.ts';
import { selectionOf, type BulkScope } from './bulk-scope.ts';
import type { Caller } from './caller.ts';
import type { CommandDeps } from './deps.ts';

const TOKEN_LIFE_MS = 15 * MINUTE_MS;
/** What matches may have grown by so much since the estimate. */
const TOLERATED_GROWTH = 1.1;
/** About what the runner does while the server is busy with other things too. */
const ITEMS_PER_SECOND = 2_000;
/** Most webhooks that an estimate names; those with most items come first. */
const MAX_WEBHOOKS_NAMED = 100;

export interface BulkQuestion { kind: BulkKind; scope: BulkScope }

export interface BulkEstimate {
  /** Exact up to a limit, a lower bound above it; so are all other numbers. */
  deliveries: { value: number; isExact: boolean };
  webhookIds: string[];
  unreplayable: number;
  estimatedDurationMs: number;
  warnings: string[];
  token: string;
}

/** What a bulk operation would touch, and the token that binds its start to this answer. */
export async function estimateBulk(deps: CommandDeps, caller: Caller, question: BulkQuestion): Promise<BulkEstimate> {
  if (question.kind === 'EXPORT') throw new RefusedError([problem('INVALID', 'An export changes nothing and needs no estimate: begin it with deliveryAttemptsExport.', ['input', 'kind'])]);
  const asked = { kind: question.kind, selection: await selectionOf(deps, caller, question), onlyUnsuccessful: false };
  const { standings, isExact } = await countTargetsByStanding(deps.store, caller, asked);
  const webhooks = await deps.directory.ofAccount(caller.accountId);
  const count = Math.min(sum(standings), COUNT_LIMIT);
  return {
    deliveries: { value: count, isExact },
    webhookIds: webhookIdsOf(standings),
    unreplayable: question.kind === 'REPLAY' ? sum(standings, ({ isEventGone }) => isEventGone) : 0,
    estimatedDurationMs: Math.ceil(secondsFor(question.kind, standings, (id) => webhooks.byId(id))) * SECOND_MS,
    warnings: question.kind === 'REPLAY' ? replayWarnings(standings, (id) => webhooks.byId(id)) : cancelWarnings(standings),
    token: sealToken(deps, caller, { question, count, isExact }),
  };
}

function sum(standings: readonly Standing[], isMeant: (standing: Standing) => boolean = () => true): number {
  return standings.reduce((total, standing) => total + (isMeant(standing) ? standing.count : 0), 0);
}

/** The webhooks are served side by side, each within its own rate limit. */
function secondsFor(kind: BulkKind, standings: readonly Standing[], webhook: (id: string) => CachedWebhook | null): number {
  const planning = sum(standings) / ITEMS_PER_SECOND;
  if (kind === 'CANCEL') return planning;
  const sending = [...countsByWebhook(standings)].map(([id, count]) => count / (webhook(id)?.maxRequestsPerSecond ?? Infinity));
  return Math.max(planning, ...sending);
}

function countsByWebhook(standings: readonly Standing[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { webhookId, count } of standings) counts.set(webhookId, (counts.get(webhookId) ?? 0) + count);
  return counts;
}

function webhookIdsOf(standings: readonly Standing[]): string[] {
  return [...countsByWebhook(standings)].sort(([, a], [, b]) => b - a).slice(0, MAX_WEBHOOKS_NAMED).map(([id]) => id);
}

function replayWarnings(standings: readonly Standing[], webhook: (id: string) => CachedWebhook | null): string[] {
  return told([
    [sum(standings, ({ status }) => status === 'SUCCEEDED'), 'succeeded already. They are left out unless onlyUnsuccessful is false.'],
    [sum(standings, ({ status }) => isUnfinished(status)), 'still wait or run. They are left out unless onlyUnsuccessful is false; their receivers may then get them twice.'],
    [sum(standings, ({ status }) => status === 'CANCELLED'), 'were cancelled. They are left out unless onlyUnsuccessful is false.'],
    [sum(standings, ({ webhookId }) => webhook(webhookId) === null), 'belong to a webhook that was deleted. They are not replayed, unless to another webhook.'],
    [sum(standings, ({ webhookId }) => webhook(webhookId)?.isActive === false), 'belong to an inactive webhook. They are not replayed until you switch it on, unless to another webhook.'],
    [sum(standings, ({ isEventGone }) => isEventGone), 'cannot be replayed: their event is past retention.'],
  ]);
}

const cancelWarnings = (standings: readonly Standing[]) => told([
  [sum(standings, ({ status }) => status === 'IN_PROGRESS'), 'are being sent right now, which cannot be taken back.'],
]);

const isUnfinished = (status: Standing['status']) => status === 'PENDING' || status === 'IN_PROGRESS' || status === 'RETRYING';
const told = (facts: [number, string][]) => facts.filter(([count]) => count > 0).map(([count, text]) => `${count} ${text}`);

interface TokenContent { question: string; count: number; isExact: boolean; expiresAt: number }

/** Sealed, not only signed: nothing in it is meant to be read, and the account is authenticated with it. */
function sealToken(deps: CommandDeps, { accountId }: Caller, { question, count, isExact }: { question: BulkQuestion; count: number; isExact: boolean }): string {
  const content: TokenContent = { question: digest(question), count, isExact, expiresAt: deps.clock() + TOKEN_LIFE_MS };
  return deps.keyring.seal(JSON.stringify(content), { purpose: 'bulk_estimate', rowId: accountId });
}

/** Refuses a token that is missing where one is needed, too old, of another question, or of a much smaller result set. */
export async function checkToken(
  deps: CommandDeps, caller: Caller, { token, question, selection }: { token: string | null; question: BulkQuestion; selection: BulkSelection },
): Promise<void> {
  if (token === null) {
    if (selection.kind !== 'filter') return;
    throw refusal('REQUIRED', 'A filter needs the token of bulkEstimate for the same kind and filter, so that you know what it touches.');
  }
  const content = openToken(deps, caller, token);
  if (!content || content.question !== digest(question)) throw refusal('INVALID', 'The token is not of an estimate of this kind and scope. Ask bulkEstimate for one.');
  if (content.expiresAt <= deps.clock()) throw refusal('INVALID', 'The estimate is too old. Ask bulkEstimate for a new one.');
  if (!content.isExact) return;
  const now = await countTargetsUpToLimit(deps.store, caller, { kind: question.kind, selection, onlyUnsuccessful: false });
  if (now.value <= content.count * TOLERATED_GROWTH && now.isExact) return;
  throw refusal('INVALID_STATE', `The estimate was ${content.count}, and now ${now.value} match${now.isExact ? '' : ' at least'}. Ask bulkEstimate for a new one.`);
}

function openToken({ keyring }: CommandDeps, { accountId }: Caller, token: string): TokenContent | null {
  try {
    return JSON.parse(keyring.open(token, { purpose: 'bulk_estimate', rowId: accountId })) as TokenContent;
  } catch {
    return null;
  }
}

const refusal = (code: 'REQUIRED' | 'INVALID' | 'INVALID_STATE', message: string) => new RefusedError([problem(code, message, ['input', 'estimateToken'])]);

/** SHA-256, hex, of a value whose members may come in any order; what is null counts as left out. */
export function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).filter(([, member]) => member != null).sort(([a], [b]) => (a < b ? -1 : 1)));
  }));
}
