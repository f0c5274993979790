import { Environment } from '@marcbachmann/cel-js';
import { problem, type UserProblem } from './errors.ts';
import { boundsOfLength, MAX_FILTER_COST, measure, type EventMeasures, type FilterCost } from './filter-cost.ts';
import { costOf, ForbiddenExpression } from './filter-language.ts';

export const MAX_FILTER_LENGTH = 2000;
const MAX_REASON_LENGTH = 200;

/**
 * Filters are written in the Common Expression Language, https://github.com/google/cel-spec. The members of the body of an event
 * are its names, and nothing else is.
 */
const LANGUAGE = new Environment({ limits: { maxAstNodes: 200, maxDepth: 24, maxListElements: 100, maxMapEntries: 0, maxCallArguments: 3 } });
const LIMITS = new Map([
  ['maxAstNodes', 'It has more than 200 parts'], ['maxDepth', 'It is nested deeper than 24 levels'],
  ['maxListElements', 'A list has more than 100 elements'], ['maxMapEntries', 'Filters have no map literals'],
  ['maxCallArguments', 'A call has more than 3 arguments'],
]);
for (const name of ['eventId', 'eventDate', 'eventCode', 'resourceId', 'environment', 'schemaVersion']) LANGUAGE.registerVariable(name, 'string');
LANGUAGE.registerVariable('payload', 'dyn');

/** What is wrong with an expression, in one sentence without its stop. */
export class FilterFault extends Error {}

/** FAILED: the filter has no answer for this event, and `reason` says why. */
export type FilterVerdict = { outcome: 'ACCEPTED' | 'REFUSED' } | { outcome: 'FAILED'; reason: string };

/** An event as filters see it. It is parsed when the first filter asks, and measured when the first may be too costly. */
export class FilteredEvent {
  readonly #body: string;
  #members: Record<string, unknown> | null = null;
  #measures: EventMeasures | null = null;

  /** @param body as `buildBody` makes it */
  constructor(body: string) {
    this.#body = body;
  }

  get bounds(): EventMeasures {
    return boundsOfLength(this.#body.length);
  }

  get measures(): EventMeasures {
    return this.#measures ??= measure(this.members, this.#body.length);
  }

  get members(): Record<string, unknown> {
    return this.#members ??= parseBody(this.#body);
  }
}

/** The evaluator takes the `constructor` of an object for its class, so an object that has such a member becomes a Map. */
function parseBody(body: string): Record<string, unknown> {
  const hasClasses = body.includes('"constructor"');
  return JSON.parse(body, hasClasses ? (_key, value: unknown) => (isClassed(value) ? new Map(Object.entries(value)) : value) : undefined) as Record<string, unknown>;
}

const isClassed = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'constructor');

export interface EventFilter {
  /** The greatest cost for an event, in units; a filter that may cost more than MAX_FILTER_COST is not asked. */
  costFor(event: FilteredEvent): number;
  judge(event: FilteredEvent): FilterVerdict;
}

/** A filter that was checked when it was saved. One that no longer holds, after a change of the language, fails for every event. */
export function openFilter(expression: string): EventFilter {
  try {
    return new ContentFilter(expression);
  } catch (error) {
    if (!(error instanceof FilterFault)) throw error;
    const { message } = error;
    return { costFor: () => 0, judge: () => ({ outcome: 'FAILED', reason: message }) };
  }
}

/** An expression that an event must meet to be delivered. */
export class ContentFilter implements EventFilter {
  readonly #expression: string;
  readonly #evaluate: (members: Record<string, unknown>) => unknown;
  readonly #cost: FilterCost;

  /** @throws {FilterFault} when the expression is none */
  constructor(expression: string) {
    if (expression.length > MAX_FILTER_LENGTH) throw new FilterFault(`It has ${expression.length} characters; at most ${MAX_FILTER_LENGTH} are allowed`);
    this.#expression = expression;
    try {
      const parsed = LANGUAGE.parse(expression);
      this.#cost = costOf(parsed.ast);
      const { error, type } = parsed.check();
      if (error) throw error;
      if (type !== 'bool' && type !== 'dyn') throw new FilterFault(`Its result must be true or false, and this gives a value of type ${type}`);
      this.#evaluate = parsed;
    } catch (error) {
      throw error instanceof FilterFault ? error : new FilterFault(reasonOf(error, expression));
    }
  }

  costFor(event: FilteredEvent): number {
    const cost = this.#cost.of(event.bounds);
    return cost <= MAX_FILTER_COST ? cost : this.#cost.of(event.measures);
  }

  judge(event: FilteredEvent): FilterVerdict {
    const cost = this.costFor(event);
    if (cost > MAX_FILTER_COST) {
      return { outcome: 'FAILED', reason: `It may take ${Math.ceil(cost)} steps for this event, and ${MAX_FILTER_COST} are allowed` };
    }
    try {
      const answer = withoutStacks(() => this.#evaluate(event.members));
      if (typeof answer === 'boolean') return { outcome: answer ? 'ACCEPTED' : 'REFUSED' };
      return { outcome: 'FAILED', reason: `Its result is neither true nor false, but ${answer === null ? 'null' : `a value of type ${typeof answer}`}` };
    } catch (error) {
      return { outcome: 'FAILED', reason: reasonOf(error, this.#expression) };
    }
  }
}

/** Quantifiers and logical operators swallow errors by the hundred, and four fifths of the cost of one are its stack. */
function withoutStacks<T>(work: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** As it is stored: blank is none, and what was left out stays so. */
export function storedFilter<T extends string | null | undefined>(expression: T): string | null | (T & undefined) {
  return expression === undefined ? expression as T & undefined : expression?.trim() || null;
}

/** What is wrong with the filter that somebody wants for a webhook. */
export function checkContentFilter(expression: string, path: readonly string[] = ['input', 'contentFilter']): UserProblem[] {
  if (expression.length > MAX_FILTER_LENGTH) {
    return [problem('TOO_LONG', `The content filter has ${expression.length} characters; at most ${MAX_FILTER_LENGTH} are allowed.`, path)];
  }
  try {
    new ContentFilter(expression);
    return [];
  } catch (error) {
    if (error instanceof FilterFault) return [problem('INVALID', `The content filter cannot be used. ${error.message}.`, path)];
    throw error;
  }
}

/** The library's own words, which may hold text of the event, cut short; and the place in the expression. */
function reasonOf(error: unknown, expression: string): string {
  if (error instanceof ForbiddenExpression) return `${error.message}${place(expression, error.position)}`;
  if (!isLocated(error)) return 'It cannot be worked out';
  const summary = LIMITS.get(/^Exceeded (\w+)/.exec(error.summary)?.[1] ?? '') ?? error.summary.slice(0, MAX_REASON_LENGTH);
  return `${summary}${error.range ? place(expression, error.range.start) : ''}`;
}

interface Located { summary: string; range?: { start: number } }

const isLocated = (error: unknown): error is Located => error instanceof Error && 'summary' in error && typeof error.summary === 'string';

function place(expression: string, position: number): string {
  const before = expression.slice(0, position).split('\n');
  return ` (line ${before.length}, column ${before.at(-1)!.length + 1})`;
}
