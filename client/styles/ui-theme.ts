import { fileURLToPath } from 'node:url';
import type { NuxtUIOptions } from '@nuxt/ui/vite';

/** Component settings of the design, given once so that no view repeats them. */
const ui: NuxtUIOptions['ui'] = {
  colors: { primary: 'verdigris', neutral: 'paper', success: 'ok', error: 'fail', warning: 'retry', info: 'wait' },
  button: {
    slots: { base: 'rounded-md font-medium inline-flex items-center cursor-pointer disabled:opacity-60 aria-disabled:opacity-60' },
    variants: {
      size: {
        xs: { base: 'h-6 px-2 py-0 text-xs gap-1', leadingIcon: 'size-3.5', trailingIcon: 'size-3.5' },
        sm: { base: 'h-7 px-2.5 py-0 text-xs gap-1.5', leadingIcon: 'size-3.5', trailingIcon: 'size-3.5' },
        md: { base: 'h-8 px-3 py-0 text-sm gap-1.5', leadingIcon: 'size-4', trailingIcon: 'size-4' },
      },
      square: { true: '' },
    },
    compoundVariants: [
      { size: 'xs', square: true, class: 'px-0 w-6 justify-center' },
      { size: 'sm', square: true, class: 'px-0 w-7 justify-center' },
      { size: 'md', square: true, class: 'px-0 w-8 justify-center' },
      // Paler than this, the white label falls below 4.5:1.
      { color: 'primary', variant: 'solid', class: 'hover:bg-primary/92 active:bg-primary/92' },
    ],
    defaultVariants: { size: 'sm' },
  },
  table: {
    slots: {
      root: 'overflow-auto',
      base: 'min-w-full',
      caption: 'sr-only',
      th: 'h-8 px-2.5 py-0 text-xs font-medium text-muted bg-muted',
      td: 'px-2.5 py-0 text-sm text-default whitespace-nowrap',
      tr: 'hover:bg-muted',
    },
  },
  badge: { slots: { base: 'font-medium inline-flex items-center rounded-sm' }, defaultVariants: { color: 'neutral', variant: 'soft', size: 'md' } },
  input: {
    variants: {
      size: {
        sm: { base: 'h-7 px-2 py-0 text-sm/5 gap-1.5', leading: 'ps-2', leadingIcon: 'size-3.5', trailingIcon: 'size-3.5' },
        md: { base: 'h-8 px-2.5 py-0 text-sm/5 gap-1.5', leading: 'ps-2.5', leadingIcon: 'size-3.5', trailingIcon: 'size-3.5' },
      },
      variant: { outline: 'text-highlighted bg-default ring ring-inset ring-(--kb-control)' },
    },
    defaultVariants: { size: 'md' },
  },
  textarea: {
    variants: {
      size: { md: { base: 'px-2.5 py-1.5 text-sm/5' } },
      variant: { outline: 'text-highlighted bg-default ring ring-inset ring-(--kb-control)' },
    },
    defaultVariants: { size: 'md' },
  },
  select: {
    slots: { content: 'bg-default shadow-(--kb-shadow) ring ring-accented rounded-lg' },
    variants: {
      size: {
        sm: { base: 'h-7 px-2 py-0 text-sm/5', item: 'text-sm/5', trailingIcon: 'size-3.5', leadingIcon: 'size-3.5' },
        md: { base: 'h-8 px-2.5 py-0 text-sm/5', item: 'text-sm/5', trailingIcon: 'size-4', leadingIcon: 'size-3.5' },
      },
      variant: { outline: 'text-highlighted bg-default ring ring-inset ring-(--kb-control)' },
    },
    defaultVariants: { size: 'md' },
  },
  checkbox: {
    slots: { base: 'rounded-sm ring ring-inset ring-(--kb-control) overflow-hidden bg-default', label: 'text-sm/5', description: 'text-xs' },
    defaultVariants: { size: 'sm' },
  },
  checkboxGroup: { slots: { legend: 'text-sm/5 font-medium text-highlighted mb-1.5', fieldset: 'gap-y-1.5', label: 'text-sm/5', description: 'text-xs', base: 'ring ring-inset ring-(--kb-control)' }, defaultVariants: { size: 'sm' } },
  radioGroup: { slots: { base: 'ring ring-inset ring-(--kb-control)', label: 'text-sm/5', description: 'text-xs' }, defaultVariants: { size: 'sm' } },
  switch: {
    slots: {
      base: 'inline-flex items-center shrink-0 rounded-full border-2 border-transparent data-[state=unchecked]:bg-(--kb-control) cursor-pointer',
      thumb: 'bg-default shadow-none ring-0 transition-transform duration-150',
      label: 'text-sm/5',
    },
    defaultVariants: { size: 'xs' },
  },
  formField: { slots: { label: 'text-sm/5 font-medium text-highlighted', help: 'text-xs text-muted mt-1', error: 'text-xs text-error mt-1', description: 'text-xs text-muted' }, defaultVariants: { size: 'md' } },
  dashboardSidebar: {
    slots: {
      root: 'relative hidden lg:flex flex-col min-h-svh shrink-0 bg-muted border-e border-default',
      header: 'h-12 shrink-0 flex items-center gap-2 px-3',
      body: 'flex flex-col gap-3 flex-1 overflow-y-auto px-2 py-2',
      footer: 'shrink-0 flex items-center gap-1.5 px-2 py-2 border-t border-default',
      content: 'bg-muted max-w-[280px]',
      overlay: 'bg-black/40',
    },
    variants: { menu: { true: { header: 'px-3', body: 'px-2', footer: 'px-2' } } },
  },
  dashboardNavbar: { slots: { root: 'h-12 shrink-0 flex items-center justify-between border-b border-default px-4 sm:px-5 gap-2' } },
  dashboardPanel: { slots: { root: 'min-h-svh', body: 'relative flex flex-col flex-1 overflow-y-auto p-0 sm:p-0 gap-0 sm:gap-0' } },
  tabs: {
    variants: { variant: { link: { list: 'border-default', indicator: 'rounded-none', trigger: 'data-[state=active]:text-highlighted' } }, size: { sm: { trigger: 'px-2.5 h-8 py-0 text-sm gap-1.5' } } },
    defaultVariants: { variant: 'link', size: 'sm' } },
  dropdownMenu: {
    slots: { content: 'min-w-44 bg-default shadow-(--kb-shadow) rounded-lg ring ring-accented' },
    variants: { size: { sm: { item: 'p-1.5 text-sm', itemLeadingIcon: 'size-4' } } },
    defaultVariants: { size: 'sm' },
  },
  popover: { slots: { content: 'bg-default shadow-(--kb-shadow) rounded-lg ring ring-accented' } },
  tooltip: { slots: { content: 'h-auto max-w-96 whitespace-normal break-words text-xs py-1' } },
  modal: {
    slots: {
      content: 'bg-default shadow-(--kb-shadow) ring ring-accented divide-y-0 rounded-lg',
      header: 'px-5 sm:px-5 pt-4 pb-0 min-h-0 items-start',
      title: 'text-base font-semibold text-highlighted',
      description: 'text-sm text-muted mt-1',
      body: 'px-5 sm:px-5 py-4 sm:py-4',
      footer: 'h-12 px-5 sm:px-5 py-0 bg-muted border-t border-default justify-end gap-2 rounded-b-lg',
      close: 'top-3 end-3',
    },
    variants: { fullscreen: { false: { content: 'max-w-md' } }, overlay: { true: { overlay: 'bg-black/40' } } },
  },
  slideover: {
    slots: {
      content: 'bg-default sm:ring-0 shadow-(--kb-shadow) divide-y-0',
      header: 'h-12 min-h-12 px-5 sm:px-5 py-0 border-b border-default',
      title: 'text-base font-semibold text-highlighted',
      body: 'p-5 sm:p-5',
      footer: 'h-12 px-5 sm:px-5 py-0 bg-muted border-t border-default justify-end gap-2',
      close: 'top-2.5 end-3',
      overlay: 'bg-black/40',
    },
    variants: { side: { right: { content: 'max-w-[480px]' } } },
  },
  toast: { slots: { root: 'bg-default shadow-(--kb-shadow) ring ring-accented rounded-lg p-3 gap-2', title: 'text-sm font-medium text-highlighted', description: 'text-xs text-muted', icon: 'size-4' } },
  toaster: { slots: { viewport: 'sm:w-96' } },
};

/** Options of the Nuxt UI plugin. Icons are bundled and fonts come with the build: the console fetches nothing from other hosts. */
export const uiTheme: NuxtUIOptions = {
  ui,
  icon: { clientBundle: { scan: { globInclude: ['**/*.{vue,ts}'], globExclude: ['node_modules'] } } },
  // By `composables/useTheme.ts`, which does not apply it twice.
  colorMode: false,
  autoImport: false,
  components: { dirs: [], dts: fileURLToPath(new URL('../components.d.ts', import.meta.url)) },
};
