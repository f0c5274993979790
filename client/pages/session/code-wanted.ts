interface Refusal {
  code: string;
  path?: readonly string[] | null;
}

/** Whether the server wants the code of the second factor, which whoever has none must not be asked for. */
export const isCodeWanted = (refusal: Refusal | undefined): boolean => refusal?.code === 'REQUIRED' && refusal.path?.at(-1) === 'code';
