// One line for everybody, read out by screen readers too.
let last;

export function tell(words) {
  const place = document.getElementById("told");
  if (!place) return;
  place.textContent = words;
  clearTimeout(last);
  last = setTimeout(() => { place.textContent = ""; }, 6000);
}

export const csrf = () => document.querySelector("meta[name=csrf]")?.content ?? "";

// What an answer complains of, in words.
export async function complaint(response) {
  try {
    const { error } = await response.json();
    return error.hint ? `${error.message} (${error.hint})` : error.message;
  } catch {
    return `the page answered ${response.status}`;
  }
}
