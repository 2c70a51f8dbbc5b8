"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { UPLOAD_MAX_BYTES } from "@/lib/imports/upload-limits";
import { type UploadAnswer, uploadSpreadsheet } from "./request";

export type UploadState =
  | { kind: "idle" }
  | { kind: "sending"; sentBytes: number; totalBytes: number }
  | Exclude<UploadAnswer, { kind: "received" }>;

/** Hands a file in and goes to its batch. A file that cannot be taken is refused before a byte of it leaves. */
export function useUpload() {
  const router = useRouter();
  const [state, setState] = useState<UploadState>({ kind: "idle" });
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => running.current?.abort(), []);

  async function upload(body: Blob, fileName: string): Promise<void> {
    if (running.current) return;
    if (body.size === 0) return setState({ kind: "empty" });
    if (body.size > UPLOAD_MAX_BYTES) return setState({ kind: "too_large" });
    const controller = new AbortController();
    running.current = controller;
    const tell = (sentBytes: number) => setState({ kind: "sending", sentBytes, totalBytes: body.size });
    tell(0);
    const answer = await uploadSpreadsheet({ body, fileName, onProgress: tell, signal: controller.signal });
    running.current = null;
    // The bar stays while the next page is on its way.
    if (answer.kind === "received") router.push(`/imports/${answer.id}`);
    else setState(answer);
  }

  return { state, upload, stop: () => running.current?.abort() };
}
