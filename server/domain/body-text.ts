/** The bytes of a body as text; null when they are not UTF-8. A cut may go through a character, which is then left out. */
export function bodyText(bytes: Uint8Array, { isCut }: { isCut: boolean }): string | null {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const text = decoder.decode(bytes, { stream: isCut });
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
