/** A piece of a sentence: words as they are, or the name of what stands in their place. */
export interface SentencePart {
  text: string;
  isSlot: boolean;
}

/** Control characters that no message and no value contains. */
const START = '\u0002';
const END = '\u0003';

/**
 * Takes a sentence apart at its slots.
 * @param say makes the sentence, given the marks that stand for the slots
 */
export function sentenceParts(slotNames: readonly string[], say: (marks: Record<string, string>) => string): SentencePart[] {
  const marks = Object.fromEntries(slotNames.map((name) => [name, `${START}${name}${END}`]));
  return say(marks).split(START).flatMap((piece, index) => {
    if (index === 0) return piece ? [{ text: piece, isSlot: false }] : [];
    const [name = '', rest = ''] = piece.split(END);
    return [{ text: name, isSlot: true }, ...(rest ? [{ text: rest, isSlot: false }] : [])];
  });
}
