import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const USUAL_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the Chromium that is installed, or the one that CHROMIUM_PATH names. Without any the program ends with a sentence. */
export function openChromium(...args) {
  const executablePath = process.env.CHROMIUM_PATH ?? USUAL_PATHS.find(existsSync);
  if (!executablePath) {
    console.error('No Chromium is installed. Install it, or name it in CHROMIUM_PATH.');
    process.exit(1);
  }
  // The sandbox needs rights that containers do not give; only pages of our own are opened.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', ...args] });
}
