import { chromium, type Browser } from 'playwright-core';
import { findProgram } from './programs.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Full path of an installed Chromium, or null. */
export const chromiumPath = (): string | null => NAMES.map(findProgram).find((path) => path !== null) ?? null;

/** Without a browser its tests are skipped by name; under CI they fail. */
export const isBrowserMissing = (): boolean => chromiumPath() === null && !process.env.CI;

export function openBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error('No Chromium is installed.');
  // The sandbox needs rights that containers do not give; only pages of our own are opened.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'] });
}
