// Modules under test hold texts in their constants, as in the browser: the texts come first. Some tests run without a browser.
if (typeof document !== 'undefined') await (await import('../../client/i18n.ts')).loadMessages();

export {};
