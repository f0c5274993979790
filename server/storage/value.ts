/** What a parameter of a statement can be. */
export type Value = string | number | boolean | Buffer | null;
