// Two texts that two people made of one, put together: as goldenthread/story/merging.py does, which says why.
export function together(theirs, mine, before = "") {
  if (mine.includes(theirs)) return mine;
  if (theirs.includes(mine)) return theirs;
  const began = pieces(before), left = pieces(theirs);
  let rest = pieces(mine).filter((piece) => stands(piece, left) || !stands(piece, began));
  const merged = [];
  for (const piece of left) {
    const at = rest.findIndex((other) => other.trim() === piece.trim());
    if (at >= 0) {
      merged.push(...rest.slice(0, at), rest[at].length < piece.length ? rest[at] : piece);
      rest = rest.slice(at + 1);
    } else if (!stands(piece, merged) && !stands(piece, began)) merged.push(piece);
  }
  return [...merged, ...rest].join("").trim();
}

const pieces = (text) => `\n\n${text}`.match(/\s*\S.*/g) ?? [];
const stands = (piece, among) => among.some((other) => other.trim() === piece.trim());
