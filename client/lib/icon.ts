import { buildIcon, getIcon, type IconifyIconBuildResult } from '@iconify/vue';
import { h, type VNode } from 'vue';
import UIcon from '@nuxt/ui/runtime/vue/components/Icon.vue';

const built = new Map<string, IconifyIconBuildResult>();

function builtIcon(name: string): IconifyIconBuildResult | null {
  const known = built.get(name);
  if (known) return known;
  const icon = getIcon(name.replace(/^i-/, ''));
  if (!icon) return null;
  const fresh = buildIcon(icon);
  built.set(name, fresh);
  return fresh;
}

/** An icon, `i-lucide-copy`, for those who draw a hundred: an element, where `UIcon` makes two components. One that did not come with the console is left to that. */
export function iconElement(name: string, classes: string): VNode {
  const icon = builtIcon(name);
  if (!icon) return h(UIcon, { name, class: classes });
  return h('svg', { 'xmlns': 'http://www.w3.org/2000/svg', 'role': 'img', 'aria-hidden': true, ...icon.attributes, 'class': classes, 'innerHTML': icon.body });
}
