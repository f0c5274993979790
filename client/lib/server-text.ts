/**
 * The sentences of the server in the language of the console. The server speaks English, whoever asks: programs rely on its words, and
 * logs and e-mails quote them. Its sentences are looked up as gettext does it, by the English itself; one that is not known is shown as
 * it came.
 *
 * A template has `{names}` where the server puts values. `{name:text}` holds words of the server, which are translated too, and
 * `{name:list}` several of them with semicolons between; `{name:number}` and `{name:time}` are written as the language writes them.
 * Every other value stays as it is, for it may be somebody's own text.
 */
export type ServerTexts = Readonly<Record<string, string>>;

export interface ServerDictionary {
  readonly sentences: ServerTexts;
  /** Pieces of what an operation is about. */
  readonly scopes: ServerTexts;
  /** What the built-in event types and their groups are called, and what is told of them. */
  readonly catalogue: ServerTexts;
  readonly formats: ServerFormats;
}

/** How the language writes what the server writes in English or in RFC 3339; what is neither is given back as it is. */
export type ServerFormats = Readonly<Record<'number' | 'time', (value: string) => string>>;

export interface ServerTranslator {
  /** Null when the text, or a sentence of it, is not known. */
  find(text: string): string | null;
  /** What is known of it in German, the rest as it came. */
  translate(text: string): string;
  translateScope(text: string): string;
  translateCatalogue(text: string): string;
  /** The English of a text of the catalogue, which somebody may know it by. */
  catalogueEnglish(text: string): string;
}

interface Template {
  readonly english: string;
  readonly pattern: RegExp;
  readonly placeholders: readonly { name: string; kind: string | undefined }[];
  readonly translation: string;
}

/** Found answers, the latest ones: tables show the same few sentences over and over. */
const MOST_REMEMBERED = 500;

const PLACEHOLDER = /\{(\w+)(?::(text|list|number|time))?\}/g;
/** Between two sentences. */
const SENTENCE_END = /(?<=[.?!]"?) (?=\S)/;
/** Between two pieces of a scope: commas and semicolons that are not within quotes. */
const SCOPE_BREAK = /([,;] )(?=(?:[^"]*"[^"]*")*[^"]*$)/;

/** Compiles the templates of a language; plain sentences are only looked up. */
export function serverTranslator({ sentences, scopes, catalogue, formats }: ServerDictionary): ServerTranslator {
  const finder = textFinder(sentences, formats);
  const pieces = textFinder(scopes, formats);
  const told = new Map(Object.entries(catalogue));
  const english = new Map([...told].map(([original, translation]) => [translation, original]));
  const remembered = new Map<string, string | null>();

  function find(text: string): string | null {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const found = finder(text);
    remembered.set(text, found);
    return found;
  }

  return {
    find,
    translate: (text) => find(text) ?? text.split(SENTENCE_END).map((sentence) => find(sentence) ?? sentence).join(' '),
    translateScope: (text) => text.split(SCOPE_BREAK).map((piece) => pieces(piece) ?? piece).join(''),
    translateCatalogue: (text) => told.get(text) ?? text,
    catalogueEnglish: (text) => english.get(text) ?? text,
  };
}

type Find = (text: string) => string | null;

function textFinder(texts: ServerTexts, formats: ServerFormats): Find {
  const plain = new Map(Object.entries(texts));
  const templates = [...plain].filter(([english]) => english.includes('{')).map(compiled)
    .sort((one, other) => other.english.replace(PLACEHOLDER, '').length - one.english.replace(PLACEHOLDER, '').length);

  return whole;

  /** The text as one, or without its full stop, or as several sentences, the longest known run of them first. */
  function whole(text: string): string | null {
    return single(text) ?? joined(text.split(SENTENCE_END));
  }

  function single(text: string): string | null {
    const found = plain.get(text) ?? filled(text);
    if (found !== null || !text.endsWith('.')) return found;
    const unstopped = text.slice(0, -1);
    const fragment = plain.get(unstopped) ?? filled(unstopped);
    return fragment === null ? null : `${fragment}.`;
  }

  function joined(parts: readonly string[]): string | null {
    for (let length = parts.length - 1; length > 0; length--) {
      const head = single(parts.slice(0, length).join(' '));
      const rest = parts.slice(length);
      const tail = head === null ? null : single(rest.join(' ')) ?? joined(rest);
      if (head !== null && tail !== null) return `${head} ${tail}`;
    }
    return null;
  }

  function filled(text: string): string | null {
    for (const { pattern, placeholders, translation } of templates) {
      const match = pattern.exec(text);
      if (!match) continue;
      const values = new Map(placeholders.map(({ name, kind }, index) => [name, valueOf(match[index + 1]!, kind)]));
      return translation.replace(PLACEHOLDER, (_placeholder, name: string) => values.get(name)!);
    }
    return null;
  }

  function valueOf(value: string, kind: string | undefined): string {
    switch (kind) {
      case 'text': return whole(value) ?? value;
      case 'list': return value.split('; ').map((each) => whole(each) ?? each).join('; ');
      case 'number': case 'time': return formats[kind](value);
      default: return value;
    }
  }
}

function compiled([english, translation]: [string, string]): Template {
  const placeholders = [...english.matchAll(PLACEHOLDER)].map(([, name, kind]) => ({ name: name!, kind }));
  const literals = english.split(/\{\w+(?::\w+)?\}/).map((literal) => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return { english, pattern: new RegExp(`^${literals.join('(.+?)')}$`, 's'), placeholders, translation };
}
