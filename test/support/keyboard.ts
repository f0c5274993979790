import type { Page } from 'playwright-core';

const MOST_TABS = 120;

interface Focused { name: string; isVisible: boolean; isRinged: boolean; isLost: boolean }

/** Runs in the page: what has the focus, and whether somebody who looks can tell, once what slides or fades in with it is there. */
async function describeFocus(): Promise<Focused> {
  const focused = document.activeElement;
  const arrivals = document.getAnimations().filter((animation) => animation instanceof CSSAnimation && (animation.effect as KeyframeEffect).target?.contains(focused) && animation.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(arrivals.map(({ finished }) => finished));
  const element = document.activeElement;
  if (!element || element === document.body) return { name: '', isVisible: false, isRinged: false, isLost: true };
  const nameOf = (named: Element): string => {
    const labels = [...(named as HTMLInputElement).labels ?? []].map(({ textContent }) => textContent);
    const labelledBy = (named.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    return (named.getAttribute('aria-label') ?? (labelledBy || labels.join(' ') || named.textContent) ?? '').trim().replace(/\s+/g, ' ');
  };
  // A radio button that only has its place draws the ring around its label; an editor around all of itself.
  const around = [element, element.parentElement, element.parentElement?.parentElement].filter((each) => each instanceof HTMLElement);
  const isRinged = around.some((each) => { const { outlineStyle, outlineWidth } = getComputedStyle(each); return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2; });
  const { top, bottom, left, right } = (element.matches('.sr-only') ? element.parentElement! : element).getBoundingClientRect();
  const [x, y] = [(Math.max(0, left) + Math.min(innerWidth, right)) / 2, (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2];
  const atPlace = document.elementFromPoint(x, y);
  const isVisible = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && atPlace !== null && around.some((each) => each.contains(atPlace) || atPlace.contains(each));
  return { name: nameOf(element), isVisible, isRinged, isLost: false };
}

/** Somebody without a mouse. Wherever the focus goes, it must be seen; it is never lost. */
export class Keyboard {
  readonly #page: Page;
  /** What could not be seen when it had the focus. */
  readonly unseen = new Set<string>();

  constructor(page: Page) {
    this.#page = page;
  }

  focused(): Promise<Focused> {
    return this.#page.evaluate(describeFocus);
  }

  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Goes on with Tab until something of this name has the focus. */
  async tabTo(name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const passed: string[] = [];
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      await this.press(key);
      const at = await this.focused();
      if (!at.isLost && !(at.isVisible && at.isRinged)) this.unseen.add(at.name.slice(0, 60));
      if (typeof name === 'string' ? at.name === name : name.test(at.name)) return;
      passed.push(at.name.slice(0, 30));
    }
    throw new Error(`Tab does not reach ${name}. It passed: ${passed.join(' | ')}`);
  }
}
