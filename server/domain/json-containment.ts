/** Limits of what is looked for. Whoever needs more filters by other facts first. */
const MAX_PARTS = 100;
const MAX_DEPTH = 16;
const MAX_CHARACTERS = 2_000;
/** Pairs of parts that may be compared for one document; lists of objects in both are compared each with each. */
const MAX_STEPS = 250_000;

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is looked for, or a document that it is looked for in, is too large. The message is for whoever asked. */
export class ContainmentError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ContainmentError';
  }
}

/**
 * Whether JSON documents contain a given one, as `@>` of PostgreSQL's jsonb has it:
 *
 * - an object contains one whose members it all has, each containing the one asked for; `{}` is contained in every object;
 * - an array contains one each of whose items is contained in some item of it, in whatever order and however often; `[]` is in every array;
 * - a text, number, boolean or null contains its equal; and an array as the whole document also contains a scalar that is an item of it.
 *
 * Texts are compared character by character. Numbers are compared as IEEE 754 doubles, which is how a request carries them: 1 equals 1.0
 * and 1e0, and integers beyond 2^53 equal their neighbours of the same double. Of members with the same name the last counts.
 */
export class Containment {
  readonly #wanted: unknown;
  /** Texts that a document has to contain when nothing in it is escaped. */
  readonly #needles: readonly string[];

  /** Throws a ContainmentError when more is asked for than is allowed. */
  constructor(wanted: unknown) {
    checkSize(wanted);
    this.#wanted = wanted;
    this.#needles = [...needlesOf(wanted)];
  }

  /**
   * False when a document with this text somewhere in it cannot contain what is asked for; much cheaper than to read it. Without
   * a backslash all names and texts stand in it as they are.
   */
  mayBeIn(text: string): boolean {
    return this.#needles.every((needle) => text.includes(needle)) || text.includes('\\');
  }

  /** Throws a ContainmentError when finding out would take too long. Also tells how many comparisons it took. */
  isIn(document: unknown): { isContained: boolean; steps: number } {
    const comparison = new Comparison();
    const isItem = Array.isArray(document) && !isObject(this.#wanted) && !Array.isArray(this.#wanted);
    return { isContained: comparison.contains(document, isItem ? [this.#wanted] : this.#wanted), steps: comparison.steps };
  }
}

class Comparison {
  steps = 0;

  contains(held: unknown, wanted: unknown): boolean {
    this.#count(1);
    if (Array.isArray(wanted)) return Array.isArray(held) && this.#containsItems(held, wanted);
    if (!isObject(wanted)) return held === wanted;
    return isObject(held) && Object.keys(wanted).every((name) => Object.hasOwn(held, name) && this.contains(held[name], wanted[name]));
  }

  #containsItems(held: readonly unknown[], wanted: readonly unknown[]): boolean {
    this.#count(held.length);
    const scalars = new Set(held);
    return wanted.every((item) => (typeof item === 'object' && item !== null ? held.some((each) => this.contains(each, item)) : scalars.has(item)));
  }

  #count(steps: number): void {
    this.steps += steps;
    if (this.steps > MAX_STEPS) throw new ContainmentError('A payload among these has lists too long to be compared. Ask for fewer objects within lists, or narrow the filter.');
  }
}

function checkSize(wanted: unknown): void {
  let parts = 0;
  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH) throw new ContainmentError(`It may be nested at most ${MAX_DEPTH} levels deep.`);
    if (++parts > MAX_PARTS) throw new ContainmentError(`It may have at most ${MAX_PARTS} parts: members, items and values.`);
    if (typeof value === 'number' && !Number.isFinite(value)) throw new ContainmentError('It has a number that is too large.');
    if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) visit(each, depth + 1);
  };
  visit(wanted, 1);
  const { length } = JSON.stringify(wanted);
  if (length > MAX_CHARACTERS) throw new ContainmentError(`It may have at most ${MAX_CHARACTERS} characters as JSON; it has ${length}.`);
}

/** All names and texts, as JSON writes them. */
function* needlesOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield JSON.stringify(value);
  if (Array.isArray(value)) for (const item of value) yield* needlesOf(item);
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    yield JSON.stringify(name);
    yield* needlesOf(member);
  }
}
