import { t } from '../../i18n.ts';

/** JSON as typed by hand: its value, or where and why it cannot be read. */
export type JsonReading = { value: unknown; problem: null } | { problem: string };

const POSITION = /\s*(?:in JSON )?at position (\d+)(?:\s*\(line \d+ column \d+\))?|\s*\(line \d+ column \d+\)|\s*at line \d+ column \d+ of the JSON data/g;

/** Reads a text. `what` names it: "The schema". */
export function readJson(text: string, what: string): JsonReading {
  if (text.trim() === '') return { problem: t('catalogue.problems.missing', { what }) };
  try {
    return { value: JSON.parse(text) as unknown, problem: null };
  } catch (error) {
    return { problem: notJson(what, text, String((error as Error).message)) };
  }
}

/** Engines tell the place in their own ways, and some not at all. */
function notJson(what: string, text: string, message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  const named = /line (\d+) column (\d+)/.exec(message);
  const reason = message.replace(POSITION, '').replace(/^JSON\.parse:\s*/, '').replace(/[,.]?\s*$/, '');
  if (named) return t('catalogue.problems.notJsonAt', { what, line: named[1]!, column: named[2]!, reason });
  if (position === undefined) return t('catalogue.problems.notJson', { what, reason });
  const before = text.slice(0, Number(position)).split('\n');
  return t('catalogue.problems.notJsonAt', { what, line: before.length, column: before.at(-1)!.length + 1, reason });
}
