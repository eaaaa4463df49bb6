/** Beside the title of a package that does not come with Milepost. */
export function OwnMark() {
  return (
    <span
      title="Not part of Milepost: read from your own packages directory"
      className="ml-2 inline-flex h-5 items-center rounded-full bg-hover px-2 align-middle text-xs font-medium text-ink-2"
    >
      Own
    </span>
  );
}
