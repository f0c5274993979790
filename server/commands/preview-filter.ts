import { checkContentFilter, ContentFilter, FilteredEvent } from '../domain/content-filter.ts';
import { RefusedError } from '../domain/errors.ts';
import type { Caller } from './caller.ts';
import { chooseEvent, type EventChoice } from './choose-event.ts';
import type { CommandDeps } from './deps.ts';

export interface PreviewFilterInput extends EventChoice { expression: string }

export interface FilterPreview {
  /** Null when the filter has no answer. */
  isMatch: boolean | null;
  /** Why it has none. */
  failure: string | null;
  /** Units, at most. */
  cost: number;
}

/** What a filter says about an event, without saving it. */
export async function previewFilter(deps: CommandDeps, caller: Caller, input: PreviewFilterInput): Promise<FilterPreview> {
  const problems = checkContentFilter(input.expression, ['input', 'expression']);
  if (problems.length > 0) throw new RefusedError(problems);
  const filter = new ContentFilter(input.expression);
  const event = new FilteredEvent((await chooseEvent(deps, caller, input, 'PRODUCTION')).body);
  const verdict = filter.judge(event);
  const failure = verdict.outcome === 'FAILED' ? `${verdict.reason}.` : null;
  return { isMatch: failure === null ? verdict.outcome === 'ACCEPTED' : null, failure, cost: Math.ceil(filter.costFor(event)) };
}
