/** The ref of what answers a press: it may stand far from the button, where nobody would see that it has come. */
export function bringIntoView(answer: HTMLElement | null): void {
  answer?.scrollIntoView({ block: "nearest" });
}
