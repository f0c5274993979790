import { cloneVNode, Fragment, type FunctionalComponent, type VNode } from 'vue';

/** The button of a menu or panel that is not made yet: it says what it opens, and asks for it. The button is the one element in the slot. */
export const KbTrigger: FunctionalComponent<{ opens: 'menu' | 'dialog' }, { open: () => void }> = ({ opens }, { slots, emit }) => {
  const open = () => { emit('open'); };
  const openByKey = (event: KeyboardEvent) => {
    if (opens !== 'menu' || event.key !== 'ArrowDown') return;
    event.preventDefault();
    open();
  };
  const attributes = { 'aria-haspopup': opens, 'aria-expanded': false, 'onClick': open, 'onKeydown': openByKey };
  return elementsOf(slots.default?.() as VNode[]).map((element) => cloneVNode(element, attributes));
};
KbTrigger.props = ['opens'];
KbTrigger.emits = ['open'];

/** A slot that is handed on comes within a fragment. */
function elementsOf(nodes: VNode[]): VNode[] {
  return nodes.flatMap((node) => (node.type === Fragment ? elementsOf(node.children as VNode[]) : node));
}
