import { computed, defineComponent, h, type PropType, type SlotsType } from 'vue';
import { useLink, type RouteLocationRaw } from 'vue-router';
import { iconElement } from '../lib/icon.ts';
import { buttonClasses, type ButtonLook } from '../lib/theme-classes.ts';

const LOADING = 'i-lucide-loader-circle';

/**
 * A button, or a link that looks like one. It looks like `UButton`, which makes eight components of each and works its classes out anew;
 * a list has a hundred of them (docs/decisions/0045). A link goes where it leads: it takes no handler of clicks.
 */
export const KbButton = defineComponent({
  name: 'KbButton',
  props: {
    label: { type: String, default: undefined },
    icon: { type: String, default: undefined },
    trailingIcon: { type: String, default: undefined },
    color: { type: String as PropType<ButtonLook['color']>, default: 'primary' },
    variant: { type: String as PropType<ButtonLook['variant']>, default: 'solid' },
    size: { type: String as PropType<ButtonLook['size']>, default: 'sm' },
    block: Boolean,
    /** Does nothing meanwhile, and shows it. */
    loading: Boolean,
    disabled: Boolean,
    type: { type: String as PropType<'button' | 'submit'>, default: 'button' },
    /** Makes it a link, for as long as it lives. */
    to: { type: [String, Object] as PropType<RouteLocationRaw>, default: undefined },
    /** The link takes the place of this page in the history. */
    replace: Boolean,
    class: { type: String, default: undefined },
  },
  slots: Object as SlotsType<{ default: void }>,
  setup(props, { slots }) {
    const link = props.to === undefined ? null : useLink({ to: computed(() => props.to ?? ''), replace: computed(() => props.replace) });

    function follow(event: MouseEvent): void {
      if (props.disabled || props.loading) event.preventDefault();
      else void link?.navigate(event);
    }

    return () => {
      const { color, variant, size, block, loading } = props;
      const isOff = props.disabled || loading;
      const icon = loading ? LOADING : props.icon;
      const classes = buttonClasses({ color, variant, size, block, loading, square: !slots.default && props.label === undefined, leading: icon !== undefined, trailing: props.trailingIcon !== undefined });
      const content = [
        icon && iconElement(icon, classes.leadingIcon()),
        slots.default?.() ?? (props.label !== undefined && h('span', { class: classes.label() }, props.label)),
        props.trailingIcon && iconElement(props.trailingIcon, classes.trailingIcon()),
      ];
      const look = { class: classes.base({ class: props.class }) };
      if (!link) return h('button', { ...look, type: props.type, disabled: isOff }, content);
      const place = isOff ? { 'role': 'link', 'aria-disabled': true, 'tabindex': -1 } : { href: link.href.value };
      return h('a', { ...look, ...place, onClick: follow }, content);
    };
  },
});
