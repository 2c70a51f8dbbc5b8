import { type ActionFailure, unreachable } from "@/components/ui/action-failure";

/** Where a file is handed in. */
const UPLOAD_ADDRESS = "/registrations/import/upload";

export type UploadAnswer =
  | { kind: "received"; id: string }
  | { kind: "too_large" | "empty" | "stopped" }
  /** Something between the browser and the server takes only smaller files. */
  | { kind: "too_large_on_the_way" }
  /** Something between them answered instead of the server. */
  | { kind: "answered_on_the_way"; httpStatus: number }
  | ActionFailure;

/**
 * Hands a file in as the body of a request, which no form and no server action can do at this size with its
 * progress told. `fileName` is "" for pasted rows. Always resolves; `signal` ends it, and then nothing is kept.
 */
export function uploadSpreadsheet({
  body,
  fileName,
  onProgress,
  signal,
}: {
  body: Blob;
  fileName: string;
  /** Bytes that have left so far. */
  onProgress: (sentBytes: number) => void;
  signal: AbortSignal;
}): Promise<UploadAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", UPLOAD_ADDRESS);
    if (fileName) request.setRequestHeader("x-file-name", encodeURIComponent(fileName));
    else request.setRequestHeader("content-type", "text/tab-separated-values;charset=utf-8");
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("load", () => resolve(readAnswer(request.status, request.responseText)));
    request.addEventListener("error", () => resolve(unreachable()));
    request.addEventListener("abort", () => resolve({ kind: "stopped" }));
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

/** What the server said; an answer that is none of ours is that of something on the way to it. */
export function readAnswer(httpStatus: number, text: string): UploadAnswer {
  const answer = parseObject(text);
  if (typeof answer.id === "string") return { kind: "received", id: answer.id };
  const error = typeof answer.error === "object" && answer.error !== null ? answer.error : {};
  const code: unknown = Reflect.get(error, "code");
  if (code === "empty" || code === "too_large") return { kind: code };
  if (typeof code === "string") {
    const errorId: unknown = Reflect.get(error, "errorId");
    return { kind: "failure", code, ...(typeof errorId === "string" && { errorId }) };
  }
  return answerOnTheWay(httpStatus);
}

/** Every refusal of ours says its code, so this one comes from a proxy; only a 500 may also be Next's own. */
function answerOnTheWay(httpStatus: number): UploadAnswer {
  if (httpStatus === 413) return { kind: "too_large_on_the_way" };
  if (httpStatus === 500) return { kind: "failure", code: "unexpected" };
  return httpStatus >= 400 ? { kind: "answered_on_the_way", httpStatus } : unreachable();
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    // A proxy answers with a page of its own; the status says enough.
    return {};
  }
}
