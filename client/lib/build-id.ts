/** The first script of the console has a hash of all its scripts in its name. */
const ENTRY = /\/assets\/([\w-]+)\.js$/;

/** Which build this page is; null while developing. */
export const buildId: string | null = ENTRY.exec(document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? '')?.[1] ?? null;

/** Whether the server has another build than this page. */
export const isOutdated = (served: string | null): boolean => buildId !== null && served !== null && served !== buildId;
