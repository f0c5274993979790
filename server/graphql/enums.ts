/** The object that `registerEnumType` wants for a union of strings: every value under its own name. */
export function enumOf<Value extends string>(values: readonly Value[]): { readonly [Name in Value]: Name } {
  return Object.fromEntries(values.map((value) => [value, value])) as { readonly [Name in Value]: Name };
}
