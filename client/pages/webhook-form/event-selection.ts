import { t } from '../../i18n.ts';

/** Codes and patterns (`license.*`, `*`) as a webhook keeps them. */
export type Selection = readonly string[];

interface Type {
  code: string;
}

export interface Group {
  key: string;
  eventTypes: readonly Type[];
}

export interface GroupState {
  selected: number;
  total: number;
  /** For a tri-state checkbox. */
  state: boolean | 'indeterminate';
  /** The pattern that covers the whole group, if one does. */
  pattern: string | null;
}

const PATTERN = /^(\*|[a-z][A-Za-z0-9_-]*(\.[a-z][A-Za-z0-9_-]*)*(\.\*)?)$/;

export const isPattern = (entry: string): boolean => entry.endsWith('*');

/** Whether an entry selects a code or makes another entry superfluous: `license.*` covers `license.created`. */
export function covers(entry: string, other: string): boolean {
  if (entry === '*' || entry === other) return true;
  return entry.endsWith('.*') && other.startsWith(entry.slice(0, -1));
}

export const isSelected = (selection: Selection, code: string): boolean => selection.some((entry) => covers(entry, code));

export function selectedCodes(selection: Selection, groups: readonly Group[]): string[] {
  return groups.flatMap(({ eventTypes }) => eventTypes.map(({ code }) => code)).filter((code) => isSelected(selection, code));
}

export function groupState(selection: Selection, group: Group): GroupState {
  const total = group.eventTypes.length;
  const selected = group.eventTypes.filter(({ code }) => isSelected(selection, code)).length;
  const pattern = selection.find((entry) => isPattern(entry) && group.eventTypes.every(({ code }) => covers(entry, code))) ?? null;
  return { selected, total, pattern, state: selected === 0 ? false : selected === total ? true : 'indeterminate' };
}

/** The selection with every pattern that covers one of the codes spelled out, so that single codes can be taken from it. */
function spelledOut(selection: Selection, codes: readonly string[], groups: readonly Group[]): string[] {
  const all = groups.flatMap(({ eventTypes }) => eventTypes.map(({ code }) => code));
  return selection.flatMap((entry) => (isPattern(entry) && codes.some((code) => covers(entry, code)) ? all.filter((code) => covers(entry, code)) : [entry]));
}

const unique = (entries: readonly string[]): string[] => [...new Set(entries)];

function without(selection: Selection, codes: readonly string[], groups: readonly Group[]): Selection {
  return unique(spelledOut(selection, codes, groups).filter((entry) => !codes.includes(entry)));
}

/** Selects or leaves out one code. Leaving out a code that a pattern covers replaces the pattern by the other codes. */
export function withCode(selection: Selection, code: string, isOn: boolean, groups: readonly Group[]): Selection {
  if (!isOn) return without(selection, [code], groups);
  return isSelected(selection, code) ? selection : [...selection, code];
}

/** Selects or leaves out all codes of a group, one by one: types added to the group later are not meant. */
export function withGroup(selection: Selection, group: Group, isOn: boolean, groups: readonly Group[]): Selection {
  const codes = group.eventTypes.map(({ code }) => code);
  if (!isOn) return without(selection, codes, groups);
  return [...selection, ...codes.filter((code) => !isSelected(selection, code))];
}

/** Adds a pattern, which takes the place of everything that it covers. */
export function withPattern(selection: Selection, pattern: string): Selection {
  if (isSelected(selection, pattern)) return selection;
  return [...selection.filter((entry) => !covers(pattern, entry)), pattern];
}

export function withoutEntry(selection: Selection, entry: string): Selection {
  return selection.filter((candidate) => candidate !== entry);
}

/** What is wrong with a typed code or pattern; null when it may be added. */
export function patternProblem(entry: string, groups: readonly Group[]): string | null {
  if (!PATTERN.test(entry)) return t('webhookForm.pattern.form');
  const isKnown = groups.some(({ eventTypes }) => eventTypes.some(({ code }) => covers(entry, code)));
  return isKnown ? null : t('webhookForm.pattern.unknown', { pattern: entry });
}

/** How many types a changed selection adds and leaves out. */
export function selectionChange(saved: Selection, draft: Selection, groups: readonly Group[]): { added: number; removed: number } {
  const before = new Set(selectedCodes(saved, groups));
  const after = new Set(selectedCodes(draft, groups));
  return {
    added: [...after].filter((code) => !before.has(code)).length,
    removed: [...before].filter((code) => !after.has(code)).length,
  };
}

/** Whether two selections have the same entries, in whatever order. */
export function isSameSelection(one: Selection, other: Selection): boolean {
  return one.length === other.length && one.every((entry) => other.includes(entry));
}
