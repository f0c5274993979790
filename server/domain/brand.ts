/** The primary colour of the console in its two themes, as `#rrggbb`. */
export interface BrandColour {
  readonly light: string;
  readonly dark: string;
}

/** How the operator has the console look. */
export interface Brand {
  readonly name: string;
  /** Null: the bell. */
  readonly logoFile: string | null;
  /** Null: verdigris. */
  readonly colour: BrandColour | null;
}

/** What the colour stands on as text, and what stands on it as the label of a button. The tokens of the console; a test compares them. */
export const BRAND_GROUNDS = {
  light: { grounds: ['#ffffff', '#faf9f7', '#f5f3f0'], label: '#ffffff' },
  dark: { grounds: ['#151412', '#100f0e', '#1e1d1a'], label: '#0b1a1c' },
} as const;

export type Theme = keyof typeof BRAND_GROUNDS;

/** WCAG 2.2 AA, for text of usual size. */
const LEAST_CONTRAST = 4.5;
const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;
/** Steps in which a colour is mixed with white until it can be read on dark ground. */
const MIX_STEPS = 20;

export const isHexColour = (text: string): boolean => HEX.test(text);

const channels = (colour: string): number[] => (HEX.exec(colour)?.slice(1) ?? []).map((pair) => Number.parseInt(pair, 16));

/** Relative luminance, 0 to 1, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Why a colour cannot be read in a theme, as the end of a sentence; null when it can. */
export function colourProblem(colour: string, theme: Theme): string | null {
  const { grounds, label } = BRAND_GROUNDS[theme];
  const worst = [...grounds, label].map((against) => ({ against, ratio: contrast(colour, against) })).sort((a, b) => a.ratio - b.ratio)[0];
  if (!worst || worst.ratio >= LEAST_CONTRAST) return null;
  const remedy = theme === 'light' ? 'Choose a darker one' : 'Choose a lighter one';
  return `cannot be read in the ${theme} theme: its contrast to ${worst.against} is ${worst.ratio.toFixed(2)} and must be ${LEAST_CONTRAST} at least. ${remedy}`;
}

/** The colour for dark ground that is nearest to this one: mixed with white as little as it takes. */
export function darkVariantOf(colour: string): string {
  const mixed = (step: number) => `#${channels(colour).map((value) => Math.round(value + (255 - value) * (step / MIX_STEPS)).toString(16).padStart(2, '0')).join('')}`;
  const step = Array.from({ length: MIX_STEPS }, (_, index) => index).find((index) => colourProblem(mixed(index), 'dark') === null);
  return mixed(step ?? MIX_STEPS);
}
