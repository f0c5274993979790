import { t } from '../../i18n.ts';

/** A question about payloads: what must be contained, or why the text cannot be read. */
export type PayloadQuestion = { contained: unknown; problem: null } | { problem: string };

const EQUATION = /^([\w$-]+(?:\.[\w$-]+)*)\s*==?\s*(.+)$/s;

/** Reads JSON, or `license.status = active and license.seats = 5`, which is rewritten to it. */
export function payloadQuestion(text: string): PayloadQuestion {
  const typed = text.trim();
  if (/^[{["]/.test(typed)) return asJson(typed);
  const equations = typed.split(/\s+and\s+/i).map((part) => EQUATION.exec(part.trim()));
  const contained: Record<string, unknown> = {};
  for (const equation of equations) {
    if (!equation) return { problem: t('events.payload.hint') };
    const [, path = '', value = ''] = equation;
    if (!put(contained, path.split('.'), valueOf(value.trim()))) return { problem: t('events.payload.twice', { path }) };
  }
  return { contained, problem: null };
}

function asJson(text: string): PayloadQuestion {
  try {
    return { contained: JSON.parse(text) as unknown, problem: null };
  } catch {
    return { problem: t('events.payload.notJson') };
  }
}

/** A number, true, false or null stands for itself, whatever else is a text; in quotes it always is. */
function valueOf(text: string): unknown {
  if (/^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|".*")$/s.test(text)) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  }
  return /^'.*'$/s.test(text) ? text.slice(1, -1) : text;
}

/** Own members only: `__proto__` is a name like any other. */
function put(object: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
  const [name = '', ...rest] = path;
  const has = Object.hasOwn(object, name);
  if (rest.length === 0) {
    if (has) return false;
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
    return true;
  }
  if (!has) Object.defineProperty(object, name, { value: {}, enumerable: true, configurable: true, writable: true });
  const inner = object[name];
  return typeof inner === 'object' && inner !== null && put(inner as Record<string, unknown>, rest, value);
}
