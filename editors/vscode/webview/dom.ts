// What a document says is set as text and as attributes here, and nowhere is markup made of it.

/** An element of HTML with its class and what is in it. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className = "",
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (className !== "") {
    element.className = className;
  }
  element.append(...children);
  return element;
}

/** An element of SVG with its attributes. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value.toString());
  }
  element.append(...children);
  return element;
}

/** Sets an attribute where it is another, so that nothing is drawn again that is the same. */
export function set(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

/** Sets a text where it is another: screen readers say what was set, even if it is the same. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Makes the children of an element those given, in that order, and keeps the focus. Elements that are there already and
 * in order are not touched: one that is taken out loses the focus.
 */
export function arrange(parent: Element, children: readonly Element[]): void {
  const focused = document.activeElement;
  const wanted = new Set(children);
  for (const child of [...parent.children]) {
    if (!wanted.has(child)) {
      child.remove();
    }
  }
  let next = parent.firstElementChild;
  for (const child of children) {
    if (child === next) {
      next = next.nextElementSibling;
    } else {
      parent.insertBefore(child, next);
    }
  }
  if (focused !== document.activeElement && (focused instanceof HTMLElement || focused instanceof SVGElement)) {
    focused.focus({ preventScroll: true });
  }
}

/** Draws, and gives the focus to another element where it was in `parent` and what had it is gone. */
export function holdFocus(parent: Element, draw: () => void, other: () => HTMLElement | SVGElement | undefined): void {
  const hadFocus = parent.contains(document.activeElement);
  draw();
  if (hadFocus && !parent.contains(document.activeElement)) {
    other()?.focus({ preventScroll: true });
  }
}
