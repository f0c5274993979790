import { tv } from '@nuxt/ui/utils/tv';
import config from '#build/app.config';
import buttonTheme from '#build/ui/button';
import checkboxTheme from '#build/ui/checkbox';
import switchTheme from '#build/ui/switch';

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
type PartClasses<Part extends string> = Record<Part, (own?: { class: string | undefined }) => string>;

type Maker<Look extends object, Part extends string> = (look: Look) => PartClasses<Part>;

/** How the library's theme has a component look, worked out once for each look that there is. */
function remembered<Look extends object, Part extends string>(theme: object, own: object): Maker<Look, Part> {
  const make = tv({ extend: theme, ...own }) as unknown as Maker<Look, Part>;
  const made = new Map<string, PartClasses<Part>>();
  return (look) => {
    const key = JSON.stringify(look);
    const classes = made.get(key) ?? make(look);
    made.set(key, classes);
    return classes;
  };
}

export const buttonClasses = remembered<ButtonLook, 'base' | 'label' | 'leadingIcon' | 'trailingIcon'>(buttonTheme, config.ui.button);

export const checkboxClasses = remembered<object, 'root' | 'container' | 'base' | 'indicator' | 'icon'>(checkboxTheme, config.ui.checkbox)({});

export const switchClasses = remembered<object, 'root' | 'container' | 'base' | 'thumb'>(switchTheme, config.ui.switch)({});
