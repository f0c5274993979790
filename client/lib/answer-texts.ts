import type { ServerTranslator } from './server-text.ts';

/** How a text of the server is translated. That of an event type is not when the account wrote it itself. */
type TextKind = 'sentence' | 'scope' | 'group' | 'type';

/**
 * Fields that hold the server's own words, by their name where it means nothing else in the schema, or by that of the field around
 * them. What people and their programs wrote is in none of them: names, descriptions, reasons, payloads, answers of receivers.
 */
export const TEXT_FIELDS: Readonly<Record<string, TextKind>> = {
  'message': 'sentence', 'remedy': 'sentence', 'summary': 'sentence', 'failureMessage': 'sentence', 'failure': 'sentence', 'scopeDescription': 'scope',
  'rules.name': 'sentence', 'rules.detail': 'sentence', 'steps.detail': 'sentence', 'retrySchedulePreview.warnings': 'sentence',
  'retryPolicyPresets.name': 'sentence', 'retryPolicyPresets.description': 'sentence',
  'eventTypeGroups.name': 'group', 'eventTypeGroups.description': 'group', 'group.name': 'group', 'group.description': 'group',
  'eventTypes.name': 'type', 'eventTypes.description': 'type', 'eventType.name': 'type', 'eventType.description': 'type', 'examples.title': 'type',
};

/** What is read of a parsed document. */
interface DocumentNode {
  readonly kind: string;
  readonly name?: { readonly value: string } | undefined;
  readonly alias?: { readonly value: string } | undefined;
  readonly selectionSet?: { readonly selections: readonly DocumentNode[] } | undefined;
}

export interface Document { readonly definitions: readonly DocumentNode[] }

/** Where texts are in an answer, by the names that it uses. */
type Places = Map<string, TextKind | Places>;

const placesOfDocuments = new WeakMap<Document, Places>();

/**
 * An answer with the server's own words in the language of the reader; what has none is the same object as before. Only what the
 * document selects is looked at, so nothing within a JSON value is.
 */
export function inReadersWords<Data>(document: Document, data: Data, texts: ServerTranslator | null): Data {
  if (texts === null) return data;
  let places = placesOfDocuments.get(document);
  if (!places) placesOfDocuments.set(document, places = placesOf(document));
  return translated(data, places, texts) as Data;
}

/** `isCustom` tells of the event type that the value is, or is a part of, whether the account wrote it. */
function translated(value: unknown, place: TextKind | Places, texts: ServerTranslator, isCustom = false): unknown {
  if (Array.isArray(value)) return value.map((each) => translated(each, place, texts, isCustom));
  if (typeof place === 'string') return typeof value === 'string' ? translatedText(value, place, texts, isCustom) : value;
  if (typeof value !== 'object' || value === null || place.size === 0) return value;
  const members = value as Record<string, unknown>;
  const isOwn = typeof members.isCustom === 'boolean' ? members.isCustom : isCustom;
  const changed = [...place].filter(([key]) => key in members).map(([key, inner]) => [key, translated(members[key], inner, texts, isOwn)]);
  return { ...members, ...Object.fromEntries(changed) };
}

function translatedText(text: string, kind: TextKind, texts: ServerTranslator, isCustom: boolean): string {
  switch (kind) {
    case 'sentence': return texts.translate(text);
    case 'scope': return texts.translateScope(text);
    case 'group': return texts.translateCatalogue(text);
    case 'type': return isCustom ? text : texts.translateCatalogue(text);
  }
}

function placesOf({ definitions }: Document): Places {
  const fragments = new Map(definitions.filter(({ kind }) => kind === 'FragmentDefinition').map((each) => [each.name?.value, each]));
  const places: Places = new Map();
  for (const each of definitions) if (each.kind === 'OperationDefinition') addPlaces(places, each, { parent: '', fragments });
  return places;
}

interface Surroundings { readonly parent: string; readonly fragments: ReadonlyMap<string | undefined, DocumentNode> }

function addPlaces(places: Places, node: DocumentNode | undefined, surroundings: Surroundings): void {
  for (const selection of node?.selectionSet?.selections ?? []) {
    if (selection.kind === 'FragmentSpread') addPlaces(places, surroundings.fragments.get(selection.name?.value), surroundings);
    else if (selection.kind === 'InlineFragment') addPlaces(places, selection, surroundings);
    else addField(places, selection, surroundings);
  }
}

function addField(places: Places, field: DocumentNode, { parent, fragments }: Surroundings): void {
  const name = field.name?.value ?? '';
  const key = field.alias?.value ?? name;
  if (!field.selectionSet) {
    const kind = TEXT_FIELDS[name] ?? TEXT_FIELDS[`${parent}.${name}`];
    if (kind) places.set(key, kind);
    return;
  }
  const known = places.get(key);
  const inner: Places = known instanceof Map ? known : new Map();
  addPlaces(inner, field, { parent: name, fragments });
  if (inner.size > 0) places.set(key, inner);
}
