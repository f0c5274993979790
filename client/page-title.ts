import { brand } from './brand.ts';

export function nameDocument(page: string): void {
  document.title = `${page} · ${brand.name}`;
}
