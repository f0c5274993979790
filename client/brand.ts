/** How the operator of the server has the console look, told by `config.json` when the page is loaded. */
export interface Brand {
  name: string;
  /** Null: the bell. */
  logoUrl: string | null;
}

/** Complete before any component is made, see `main.ts`. */
export const brand: Brand = { name: 'Keybell', logoUrl: null };

interface BrandConfig extends Brand {
  /** As `#rrggbb`; the server has done the sums of contrast. */
  color: { light: string; dark: string } | null;
}

/** What else is accent follows the colour: the ring of the focus, and the ground of what is selected. */
function accentRules(selector: string, color: string, ground: string): string {
  return `${selector} { --ui-primary: ${color}; --kb-focus: ${color}; --kb-select: color-mix(in srgb, ${color} 9%, ${ground}); }`;
}

/** Asks the server for name, logo and colour. A console without an answer looks like itself. */
export async function loadBrand(): Promise<void> {
  try {
    const response = await fetch(`${import.meta.env.BASE_URL}config.json`);
    const { name, logoUrl, color } = await response.json() as BrandConfig;
    Object.assign(brand, { name, logoUrl });
    if (!color) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${accentRules(':root, .light', color.light, 'white')} ${accentRules('.dark', color.dark, 'black')}`);
    document.adoptedStyleSheets.push(sheet);
  } catch {
    // While developing there is no such file; and a name is no reason to show nothing.
  }
}
