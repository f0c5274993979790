import axe from 'axe-core';
import type { Page } from 'playwright-core';

const WCAG_2_2_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** All that a theme can change. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

type Asked = { runOnly: { type: 'tag' | 'rule'; values: string[] } };

/** What axe holds against a page as it is: one line for each element. It must be loaded by `loadAxe`. */
async function axeFindings(page: Page, asked: Asked): Promise<string[]> {
  return page.evaluate(async (options) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, { ...options, resultTypes: ['violations'] });
    // An open menu lies over the page, outside its landmarks, and is gone when the focus leaves it.
    const isMenu = (target: unknown[]) => document.querySelector(String(target[0]))?.closest('[role="menu"]') != null;
    return violations.flatMap(({ id, nodes }) => nodes.filter(({ target }) => id !== 'region' || !isMenu(target)).map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 160)}`));
  }, asked);
}

export const loadAxe = (page: Page): Promise<unknown> => page.evaluate(axe.source);

/** In the light theme every rule, and those of good practice; then in the dark one, which has the same elements, those of colour. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await axeFindings(page, { runOnly: { type: 'tag', values: [...WCAG_2_2_AA, 'best-practice'] } });
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await axeFindings(page, { runOnly: { type: 'rule', values: RULES_OF_COLOUR } });
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((finding) => `dark: ${finding}`)];
}

/** What cannot be seen or reached in a window of this size without scrolling the page sideways. */
export async function layoutFindings(page: Page, size: { width: number; height: number }): Promise<string[]> {
  await page.setViewportSize(size);
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  const found = await page.evaluate(findCutOff);
  return found.map((finding) => `${size.width} px: ${finding}`);
}

/** Runs in the page. */
function findCutOff(): string[] {
  /** Code, tables and rows of tabs may be wider than a window, and then scroll by themselves. */
  const WIDE_BY_NATURE = 'pre, .cm-scroller, nav ul, :has(> table)';
  const CONTROLS = 'a[href], button, input, select, textarea, summary, [role="switch"], [role="checkbox"], [role="tab"]';
  const LOWEST_SCROLLER = 40;
  const name = (element: Element) => `${element.tagName.toLowerCase()} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 60)} .${element.className.toString().slice(0, 60)}`;
  const style = (element: Element) => getComputedStyle(element);
  const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
  const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
  const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getBoundingClientRect().width > 1;
  const shown = [...document.querySelectorAll('body *')].filter(isShown);

  function isCutBy(box: DOMRect, ancestor: Element): boolean {
    const frame = ancestor.getBoundingClientRect();
    const { overflowX, overflowY, textOverflow } = style(ancestor);
    if (textOverflow === 'ellipsis') return false;
    return (hides(overflowX) && (box.right > frame.right + 1 || box.left < frame.left - 1)) || (hides(overflowY) && (box.bottom > frame.bottom + 1 || box.top < frame.top - 1));
  }
  function isCut(control: Element): boolean {
    const box = control.getBoundingClientRect();
    for (let ancestor = control.parentElement; ancestor && ancestor !== document.body; ancestor = ancestor.parentElement) {
      const { overflowX, overflowY } = style(ancestor);
      if (scrolls(overflowX) || scrolls(overflowY)) return false;
      if (isCutBy(box, ancestor)) return true;
    }
    return false;
  }

  const page = document.scrollingElement!;
  const outside = shown.filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(WIDE_BY_NATURE) && ![...element.children].some((child) => child.getBoundingClientRect().right > innerWidth + 1));
  const squeezed = shown.filter((element) => scrolls(style(element).overflowY) && element.scrollHeight > element.clientHeight + 1 && element.clientHeight < LOWEST_SCROLLER && !element.matches('textarea, [role="radiogroup"]'));
  const cut = shown.filter((element) => element.matches(CONTROLS) && isCut(element));
  return [
    ...(page.scrollWidth > innerWidth ? [`the page is ${page.scrollWidth} px wide`] : []),
    ...outside.map((element) => `outside: ${name(element)}`),
    ...squeezed.map((element) => `squeezed: ${name(element)}`),
    ...cut.map((element) => `cut off: ${name(element)}`),
  ].slice(0, 8);
}

/** What moves, although the reader asked for rest. */
export const motionFindings = (page: Page): Promise<string[]> => page.evaluate(() => document.getAnimations()
  .filter(({ playState }) => playState === 'running').map((animation) => `moves: ${(animation as CSSAnimation).animationName ?? animation.id}`));
