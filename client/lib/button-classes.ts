import { tv } from '@nuxt/ui/utils/tv';
import config from '#build/app.config';
import theme from '#build/ui/button';

export interface ButtonLook {
  color: 'primary' | 'neutral' | 'error';
  variant: 'solid' | 'outline' | 'soft' | 'ghost' | 'link';
  size: 'xs' | 'sm' | 'md';
  /** Nothing but an icon. */
  square: boolean;
  /** As wide as what it is in. */
  block: boolean;
  leading: boolean;
  trailing: boolean;
  loading: boolean;
}

/** The classes of each part; own ones take the place of those that they contradict. */
type ButtonClasses = Record<'base' | 'label' | 'leadingIcon' | 'trailingIcon', (own?: { class: string | undefined }) => string>;

const make = tv({ extend: theme, ...config.ui.button }) as unknown as (look: ButtonLook) => ButtonClasses;
const made = new Map<string, ButtonClasses>();

/** How the library's theme has a button look, worked out once for each look that there is. */
export function buttonClasses(look: ButtonLook): ButtonClasses {
  const key = Object.values(look).join();
  const known = made.get(key);
  if (known) return known;
  const classes = make(look);
  made.set(key, classes);
  return classes;
}
