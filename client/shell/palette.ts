/** One line of the palette: it leads to a page or does something. */
export interface PaletteEntry {
  key: string;
  label: string;
  /** Told beside the label: an URL, a meaning. */
  hint?: string;
  icon: string;
  /** Keys that do the same. */
  keys?: string;
  to?: string;
  run?: () => void;
}

export interface PaletteGroup {
  title: string;
  entries: PaletteEntry[];
}

const folded = (text: string): string => text.toLocaleLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');

/** The entries that have every word of the search in their label or hint, without regard to case and accents; empty groups are left out. */
export function matchingGroups(groups: readonly PaletteGroup[], search: string): PaletteGroup[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  return groups
    .map(({ title, entries }) => ({
      title,
      entries: entries.filter(({ label, hint = '' }) => words.every((word) => folded(`${label} ${hint}`).includes(word))),
    }))
    .filter(({ entries }) => entries.length > 0);
}
