import { firstDifference, isSame, joined, textOf, utf8, type Bytes } from './bytes.ts';
import type { MistakeCode } from './findings.ts';

/** Bytes that may have been signed instead of the given ones, and what then happened to those on their way. */
export interface BodyVariant {
  bytes: Bytes;
  /** Null: the body as it is. */
  mistake: MistakeCode | null;
}

const BOM: Bytes = new Uint8Array([0xef, 0xbb, 0xbf]);

const startsWithBom = (bytes: Bytes) => BOM.every((byte, index) => bytes[index] === byte);

/** Ways in which libraries write the same JSON. */
const WRITERS: readonly ((value: unknown) => string)[] = [
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
  (value) => JSON.stringify(value, null, 4),
  (value) => JSON.stringify(value, null, '\t'),
  spacedJson,
  (value) => asciiOnly(spacedJson(value)),
  (value) => asciiOnly(JSON.stringify(value)),
  (value) => JSON.stringify(value).replaceAll('/', '\\/'),
  (value) => JSON.stringify(value).replace(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`),
];

/**
 * What the given body may have been before it was changed, the likeliest first; each once.
 * @param stored the exact bytes of the request when they are known
 */
export function bodyVariants(body: Bytes, stored: Bytes | null): BodyVariant[] {
  const text = textOf(body);
  const variants: BodyVariant[] = [{ bytes: body, mistake: null }];
  const add = (mistake: MistakeCode, bytes: Bytes) => {
    if (!variants.some((variant) => isSame(variant.bytes, bytes))) variants.push({ bytes, mistake });
  };
  add('newlineAdded', utf8(text.replace(/\r?\n$/, '')));
  add('newlineMissing', utf8(`${text}\n`));
  add('newlineMissing', utf8(`${text}\r\n`));
  add('carriageReturnsAdded', utf8(text.replaceAll('\r\n', '\n')));
  add('carriageReturnsMissing', utf8(text.replace(/\r?\n/g, '\r\n')));
  add(startsWithBom(body) ? 'bomAdded' : 'bomMissing', startsWithBom(body) ? body.slice(BOM.length) : joined(BOM, body));
  add('bodyTrimmed', utf8(text.trim()));
  add('bodyCharset', latin1Bytes(text) ?? body);
  for (const { bytes, mistake } of jsonVariants(body)) add(mistake, bytes);
  if (stored) add(storedMistake(body, stored), stored);
  return variants;
}

/** How a body differs from the stored one: only as JSON is written, in the order of its members, or in what it says. */
function storedMistake(body: Bytes, stored: Bytes): MistakeCode {
  const [given, right] = [parsed(body), parsed(stored)];
  if (given === undefined || right === undefined) return 'bodyChanged';
  if (JSON.stringify(given) === JSON.stringify(right)) return 'bodyReserialised';
  return canonicalJson(given) === canonicalJson(right) ? 'bodyReordered' : 'bodyChanged';
}

function jsonVariants(body: Bytes): { bytes: Bytes; mistake: MistakeCode }[] {
  const value = parsed(body);
  if (value === undefined) return [];
  const written = WRITERS.map((write) => ({ bytes: utf8(write(value)), mistake: 'bodyReserialised' as const }));
  const compact = { bytes: utf8(withoutSpace(textOf(body, 'drop'))), mistake: 'bodyReserialised' as const };
  return [compact, ...written, { bytes: utf8(canonicalJson(value)), mistake: 'bodyReordered' }];
}

function parsed(body: Bytes): unknown {
  try {
    return JSON.parse(textOf(body, 'drop'));
  } catch {
    return undefined;
  }
}

/** JSON with its members in alphabetical order and no white space: the same for all ways to write one value. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Drops white space between the tokens only, so that big numbers keep all their digits. */
const withoutSpace = (json: string) => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

/** As Python's `json.dumps` writes it: one space after commas and colons. */
function spacedJson(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(/("(?:[^"\\]|\\.)*")|([[{])\n\s*|\n\s*([\]}])|,\n\s*/g, (match, string, open, close) =>
    (string ?? open ?? close ?? (match.startsWith(',') ? ', ' : match)) as string);
}

const asciiOnly = (json: string) => json.replace(/[^\x00-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The bytes behind a text that was read as Latin-1 and written as UTF-8; null when it cannot have been. */
function latin1Bytes(text: string): Bytes | null {
  if (!/[\x80-\xff]/.test(text) || /[^\x00-\xff]/.test(text)) return null;
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** Where two bodies begin to differ, counted from 1. */
export const differsAt = (body: Bytes, stored: Bytes): number => (firstDifference(body, stored) ?? 0) + 1;
