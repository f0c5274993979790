import type { ASTNode } from '@marcbachmann/cel-js';

/**
 * The greatest cost a filter may have for an event. A unit is about one step of the evaluator, 50 ns, so this is some
 * milliseconds at the worst.
 */
export const MAX_FILTER_COST = 100_000;

/** An error that a quantifier or a logical operator swallows, in units. */
const SWALLOWED_ERROR = 60;
/** Objects with fewer members cost no more than a step to look at. */
const MANY_MEMBERS = 16;

/** What the cost of a filter depends on. Each is an upper bound. */
export interface EventMeasures {
  /** Entries of the longest list or object. */
  longest: number;
  /** Entries of all lists and objects together. */
  entries: number;
  /** Members of all objects that have many. */
  members: number;
  /** Characters of the longest text. */
  text: number;
  /** Characters of the whole. */
  size: number;
}

/** Bounds that hold for every JSON text of this length, without looking at it. */
export const boundsOfLength = (size: number): EventMeasures =>
  ({ longest: size / 2, entries: size / 2, members: size / 4, text: size, size });

export function measure(value: unknown, size: number): EventMeasures {
  const measures: EventMeasures = { longest: 1, entries: 1, members: 0, text: 0, size };
  addMeasures(value, measures);
  return measures;
}

/** Recursive: a payload has 64 levels at most. */
function addMeasures(value: unknown, measures: EventMeasures): void {
  if (typeof value === 'string') measures.text = Math.max(measures.text, value.length);
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  const entries: unknown[] = isList ? value : value instanceof Map ? [...value.values()] : Object.values(value);
  measures.longest = Math.max(measures.longest, entries.length);
  measures.entries += entries.length;
  if (!isList && entries.length > MANY_MEMBERS) measures.members += entries.length;
  for (const entry of entries) addMeasures(entry, measures);
}

/** How often a part of an expression runs: `longest` and `entries` are exponents of those measures. */
interface Times { longest: number; entries: number }

/** The quantifiers around a part of an expression: their variables, innermost last. */
export interface Scope { variables: readonly string[]; times: Times }

export const OUTERMOST: Scope = { variables: [], times: { longest: 0, entries: 0 } };

type Term = Times & { per: keyof EventMeasures | 'step'; weight: number };

/** Where an operand comes from: the expression itself or a scalar, the event, or the variable of a quantifier. */
export type Origin = 'CONSTANT' | 'EVENT' | 'VARIABLE';

/**
 * The greatest cost that an expression can have, as a sum of terms over the measures of an event. It is known before anything
 * runs, and the same for an event wherever and whenever it is asked.
 */
export class FilterCost {
  readonly #terms: Term[] = [];
  /** No value that the expression makes is larger than so many times the event. */
  #growth = 1;

  /** An upper bound in units. */
  of(measures: EventMeasures): number {
    const longest = measures.longest * this.#growth;
    const entries = measures.entries * this.#growth;
    return this.#terms.reduce((sum, { per, weight, ...times }) =>
      sum + weight * (per === 'step' ? 1 : measures[per] * this.#growth) * longest ** times.longest * entries ** times.entries, 0);
  }

  grow(by: number): void {
    this.#growth += by;
  }

  step(scope: Scope, steps = 1): void {
    this.#add('step', steps, scope.times);
  }

  swallow(scope: Scope): void {
    this.step(scope, SWALLOWED_ERROR);
  }

  /** The evaluator finds out the type of an operand: of an object it lists the members. */
  look(scope: Scope, origin: Origin): void {
    this.step(scope, 2);
    this.#addPart(scope, origin, 'members', 3);
  }

  /** A text is read from end to end, `weight` units a character. */
  readText(scope: Scope, origin: Origin, weight = 1 / 4): void {
    this.#addPart(scope, origin, origin === 'VARIABLE' ? 'size' : 'text', weight);
  }

  /** A key is made a text, whatever it is. */
  spell(scope: Scope, origin: Origin): void {
    this.#addPart(scope, origin, 'entries', 12);
    this.readText(scope, origin);
  }

  /** Two values are compared in depth. */
  compareDeeply(scope: Scope, origin: Origin): void {
    this.#addPart(scope, origin, 'entries', 2);
    this.#addPart(scope, origin, 'size', 1 / 64);
  }

  /** A list is searched from end to end. */
  search(scope: Scope): void {
    this.#add('longest', 1, scope.times);
  }

  /** What the variable of a quantifier goes through is disjoint: its parts together are no larger than the event. */
  #addPart({ variables, times }: Scope, origin: Origin, per: Term['per'], weight: number): void {
    if (origin === 'CONSTANT') return;
    this.#add(per, weight, origin === 'VARIABLE' ? { longest: variables.length - 1, entries: 0 } : times);
  }

  #add(per: Term['per'], weight: number, times: Times): void {
    const same = this.#terms.find((term) => term.per === per && term.longest === times.longest && term.entries === times.entries);
    if (same) same.weight += weight;
    else this.#terms.push({ per, weight, ...times });
  }
}

/** The scope within a quantifier. Going through parts of an outer variable's value visits each entry of the event once at most. */
export function within(scope: Scope, variable: string, origin: Origin): Scope {
  const { longest, entries } = scope.times;
  const times = origin === 'VARIABLE' ? { longest: scope.variables.length - 1, entries: 1 } : { longest: longest + 1, entries };
  return { variables: [...scope.variables, variable], times };
}

/** Names of the event that hold short texts. */
const SHORT = new Set(['eventId', 'eventDate', 'eventCode', 'resourceId', 'environment', 'schemaVersion']);
const SCALAR_OPERATORS = new Set(['value', '-', '*', '/', '%', '==', '!=', 'in', '<', '<=', '>', '>=', '&&', '||', '!_', '-_']);
const SCALAR_CALLS = new Set(['has', 'size', 'int', 'double', 'bool', 'timestamp', 'duration']);
const SCALAR_METHODS = new Set(['size', 'contains', 'startsWith', 'endsWith', 'exists', 'exists_one', 'all']);

export function originOf(node: ASTNode, { variables }: Scope): Origin {
  switch (node.op) {
    case '.':
    case '[]':
      return originOf(node.args[0], { variables, times: OUTERMOST.times });
    case 'id':
      if (variables.includes(node.args)) return 'VARIABLE';
      return SHORT.has(node.args) ? 'CONSTANT' : 'EVENT';
    case 'list':
      return node.args.every((each) => originOf(each, { variables, times: OUTERMOST.times }) === 'CONSTANT') ? 'CONSTANT' : 'EVENT';
    case 'call':
      return SCALAR_CALLS.has(node.args[0]) ? 'CONSTANT' : 'EVENT';
    case 'rcall':
      return SCALAR_METHODS.has(node.args[0]) ? 'CONSTANT' : 'EVENT';
    default:
      return SCALAR_OPERATORS.has(node.op) ? 'CONSTANT' : 'EVENT';
  }
}
