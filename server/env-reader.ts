/** The environment as `process.env` has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with a value, as the end of the sentence "NAME ..."; null when nothing is. */
export type Check = (value: string) => string | null;

interface Range { readonly standard: number; readonly min: number; readonly max: number }

/** Reads variables one by one and collects what is wrong with them. An empty variable counts as not set. */
export class EnvReader {
  readonly problems: string[] = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  has(name: string): boolean {
    return this.text(name) !== null;
  }

  text(name: string): string | null {
    return this.#env[name]?.trim() || null;
  }

  /** A text that a check accepts; null when it is not set or not accepted. */
  checked(name: string, check: Check): string | null {
    const value = this.text(name);
    const complaint = value === null ? null : check(value);
    if (complaint === null) return value;
    this.problems.push(`${name} ${complaint}; received "${withoutPassword(value!)}".`);
    return null;
  }

  /** The same for a value that must not be shown. */
  secret(name: string, check: Check): string | null {
    const value = this.text(name);
    const complaint = value === null ? null : check(value);
    if (complaint === null) return value;
    this.problems.push(`${name} ${complaint} (its value is not shown).`);
    return null;
  }

  flag(name: string): boolean {
    const value = this.checked(name, (text) => (/^(true|false|1|0)$/i.test(text) ? null : 'must be true or false'));
    return value !== null && /^(true|1)$/i.test(value);
  }

  wholeNumber(name: string, { standard, min, max }: Range): number {
    const isInRange = (text: string) => /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max;
    const value = this.checked(name, (text) => (isInRange(text) ? null : `must be a whole number from ${min} to ${max}`));
    return value === null ? standard : Number(value);
  }

  oneOf<T extends string>(name: string, values: readonly T[], standard: T): T {
    const value = this.checked(name, (text) => (values.includes(text as T) ? null : `must be one of ${values.join(', ')}`));
    return (value as T | null) ?? standard;
  }

  /** Entries with commas between them; each is checked. */
  list(name: string, check: Check): string[] {
    const entries = this.text(name)?.split(',').map((entry) => entry.trim()).filter(Boolean) ?? [];
    return entries.filter((entry) => {
      const complaint = check(entry);
      if (complaint !== null) this.problems.push(`${name} ${complaint}; received "${entry}".`);
      return complaint === null;
    });
  }
}

const withoutPassword = (value: string) => value.replace(/:\/\/[^/]*@/, '://***@');
