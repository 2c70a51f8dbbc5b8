"use client";

import { useEffect, useRef } from "react";

/** Brings the current one of the links beside it into sight where they scroll sideways. Stands in what scrolls. */
export function ScrollToCurrent() {
  const here = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const strip = here.current?.parentElement;
    const current = strip?.querySelector<HTMLElement>("[aria-current]");
    if (!strip || !current) return;
    const [outer, inner] = [strip.getBoundingClientRect(), current.getBoundingClientRect()];
    strip.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  });
  return <span ref={here} hidden />;
}
