"use client";

import clsx from "clsx";
import FileSpreadsheet from "lucide-react/icons/file-spreadsheet";
import FileUp from "lucide-react/icons/file-up";
import { type Ref, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Field, fieldAttributes } from "@/components/ui/fields/field";
import { TextAreaField } from "@/components/ui/fields/text-field";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { type Say, useClientLocale, useMessages } from "@/lib/i18n/client-messages";
import { formatNumber } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locale";
import { UPLOAD_MAX_BYTES } from "@/lib/imports/upload-limits";
import { type UploadState, useUpload } from "./use-upload";

const FIELD_ID = "spreadsheet";
const ACCEPTED =
  ".csv,.tsv,.txt,.xlsx,text/csv,text/tab-separated-values,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Takes a file, dropped or chosen, or pasted rows; tells how far the upload is and leads to the batch. */
export function UploadForm() {
  const say = useMessages("imports");
  const input = useRef<HTMLInputElement>(null);
  const pasted = useRef<HTMLTextAreaElement>(null);
  const check = useRef<HTMLButtonElement>(null);
  const [file, setFile] = useState<File>();
  const [missing, setMissing] = useState<"file" | "rows">();
  const { state, upload, stop } = useUpload();
  const isSending = state.kind === "sending";

  // A file that was chosen before the page came alive, or that the browser kept over "back", counts too.
  useEffect(() => {
    const kept = input.current?.files?.[0];
    setFile(kept);
    // Who has just chosen it goes on as if the page had been alive.
    if (kept && document.activeElement === input.current) check.current?.focus();
  }, []);
  const isOver = useDropAnywhere((files) => {
    if (!input.current || isSending) return;
    input.current.files = files;
    choose(files[0]);
    // Who drops a file has said what they want.
    checkFile();
  });

  function choose(chosen: File | undefined) {
    setFile(chosen);
    if (!chosen) return;
    setMissing(undefined);
    // Enter goes on from here.
    check.current?.focus();
  }

  function checkFile() {
    const chosen = input.current?.files?.[0];
    setMissing(chosen ? undefined : "file");
    if (chosen) void upload(chosen, chosen.name);
    else input.current?.focus();
  }

  function checkPasted() {
    const text = pasted.current?.value ?? "";
    const isEmpty = text.trim() === "";
    setMissing(isEmpty ? "rows" : undefined);
    if (isEmpty) pasted.current?.focus();
    else void upload(new Blob([text]), "");
  }

  return (
    <div className="flex flex-col gap-5">
      <UploadEnding state={state} />
      <Field
        id={FIELD_ID}
        label={say("upload.field")}
        error={missing === "file" ? say("upload.missing") : undefined}
      >
        <DropZone
          ref={input}
          file={file}
          isDisabled={isSending}
          isOver={isOver && !isSending}
          isWrong={missing === "file"}
          onChoose={choose}
        />
      </Field>
      {isSending ? (
        <UploadProgress {...state} onStop={stop} />
      ) : (
        <Button ref={check} variant="primary" className="self-start max-sm:w-full" onClick={checkFile}>
          {say("upload.check")}
        </Button>
      )}
      <section aria-label={say("upload.pasteFold")} className="flex flex-col gap-3 border-t pt-4">
        <h2 className="font-medium">{say("upload.pasteFold")}</h2>
        <TextAreaField
          ref={pasted}
          label={say("upload.pasteField")}
          hint={say("upload.pasteHint")}
          error={missing === "rows" ? say("upload.pasteMissing") : undefined}
          rows={3}
          spellCheck={false}
          wrap="off"
          autoComplete="off"
          disabled={isSending}
        />
        <Button className="self-start max-sm:w-full" disabled={isSending} onClick={checkPasted}>
          {say("upload.pasteCheck")}
        </Button>
      </section>
    </div>
  );
}

/** The field as a place to drop something on. The field itself lies over it, unseen, so that press, drop and keyboard are the browser's own. */
function DropZone({
  ref,
  file,
  isDisabled,
  isOver,
  isWrong,
  onChoose,
}: {
  ref: Ref<HTMLInputElement>;
  file: File | undefined;
  isDisabled: boolean;
  /** Whether a file is held over the page. */
  isOver: boolean;
  isWrong: boolean;
  onChoose: (file: File | undefined) => void;
}) {
  const say = useMessages("imports");
  const locale = useClientLocale();
  const Icon = file ? FileSpreadsheet : FileUp;
  return (
    <div
      className={clsx(
        "relative flex min-h-44 flex-col items-center justify-center gap-1 rounded-xl border border-dashed px-5 py-8 text-center transition-colors",
        "has-focus-visible:outline-2 has-focus-visible:outline-accent-ink has-focus-visible:outline-offset-2",
        isOver
          ? "border-accent-ink bg-accent-wash"
          : clsx("bg-sunken", isWrong ? "border-danger-fill" : "border-field-line"),
        isDisabled ? "opacity-70" : "hover:border-ink-faint hover:bg-hover/60",
      )}
    >
      <span className="mb-2 inline-flex size-10 items-center justify-center rounded-xl border bg-surface text-ink-soft shadow-raised">
        <Icon aria-hidden="true" className="size-5" />
      </span>
      <span className="max-w-full font-medium [overflow-wrap:anywhere]">
        {isOver ? say("upload.release") : file ? file.name : say("upload.drop")}
      </span>
      <span className="text-ink-soft text-sm">
        {file ? sizeWords(say, file.size, locale) : say("upload.dropHint")}
        {file && !isDisabled ? ` · ${say("upload.another")}` : null}
      </span>
      <input
        ref={ref}
        type="file"
        accept={ACCEPTED}
        disabled={isDisabled}
        {...fieldAttributes(FIELD_ID, { error: isWrong })}
        onChange={(event) => onChoose(event.currentTarget.files?.[0])}
        className="absolute inset-0 size-full cursor-pointer opacity-0 disabled:cursor-progress"
      />
    </div>
  );
}

function UploadProgress({
  sentBytes,
  totalBytes,
  onStop,
}: Extract<UploadState, { kind: "sending" }> & { onStop: () => void }) {
  const say = useMessages("imports");
  const locale = useClientLocale();
  const isAllSent = sentBytes >= totalBytes;
  const text = isAllSent
    ? say("upload.saving")
    : say("upload.sent", {
        percent: Math.floor((sentBytes / totalBytes) * 100),
        size: sizeWords(say, totalBytes, locale),
      });
  return (
    <div className="flex flex-col gap-2.5">
      <ProgressBar label={say("upload.progress")} text={text} value={sentBytes} max={totalBytes} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-ink-soft text-sm tabular-nums">
          {text}
        </p>
        {isAllSent ? null : (
          <Button size="small" onClick={onStop}>
            {say("upload.cancel")}
          </Button>
        )}
      </div>
    </div>
  );
}

const UPLOAD_MAX_MB = UPLOAD_MAX_BYTES / 1_048_576;

/** Why an upload led nowhere. */
function UploadEnding({ state }: { state: UploadState }) {
  const say = useMessages("imports");
  switch (state.kind) {
    case "idle":
    case "sending":
      return null;
    case "failure":
      return <FailureNotice failure={state} />;
    case "stopped":
      return (
        <Notice tone="info" role="status">
          {say("upload.stopped")}
        </Notice>
      );
    case "too_large_on_the_way":
      return (
        <Notice tone="danger" role="alert">
          {say("upload.tooLargeOnTheWay", { maxMb: UPLOAD_MAX_MB })}. {say("upload.nothingKept")}
        </Notice>
      );
    case "answered_on_the_way":
      return (
        <Notice tone="danger" role="alert">
          {say("upload.answeredOnTheWay", { httpStatus: String(state.httpStatus) })}.
        </Notice>
      );
    case "empty":
    case "too_large":
      return (
        <Notice tone="danger" role="alert" title={say("refusedTitle")}>
          {say(`refusals.${state.kind}`, { maxMb: UPLOAD_MAX_MB })}. {say("upload.nothingKept")}
        </Notice>
      );
  }
}

function sizeWords(say: Say<"imports">, bytes: number, locale: Locale): string {
  const megabytes = bytes / 1_048_576;
  if (megabytes < 1) {
    return say("upload.kilobytes", { size: formatNumber(Math.ceil(bytes / 1_024), locale) });
  }
  return say("upload.megabytes", { size: formatNumber(Math.round(megabytes * 10) / 10, locale) });
}

/**
 * Takes a file that is dropped anywhere on the page, where the browser would otherwise leave the page for it. True
 * while one is held over the page.
 */
function useDropAnywhere(take: (files: FileList) => void): boolean {
  const latest = useRef(take);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    const hold = (event: globalThis.DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(event.type === "dragover");
      if (event.type === "drop" && event.dataTransfer.files.length > 0)
        latest.current(event.dataTransfer.files);
    };
    const leave = (event: globalThis.DragEvent) => {
      // From one part of the page to the next there is another target.
      if (event.relatedTarget === null) setOver(false);
    };
    document.addEventListener("dragover", hold);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", hold);
    return () => {
      document.removeEventListener("dragover", hold);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", hold);
    };
  }, []);
  return isOver;
}
