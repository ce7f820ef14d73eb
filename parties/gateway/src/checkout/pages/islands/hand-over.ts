// Posts the form to the bank by itself, once: whoever comes back to this page by the browser's Back
// finds the button and is not sent away again.

const form = document.querySelector<HTMLFormElement>('#hand-over form');
const key = `handed-over:${location.pathname}`;
if (form && !wasSent()) form.submit();

function wasSent(): boolean {
  try {
    if (sessionStorage.getItem(key)) return true;
    sessionStorage.setItem(key, 'yes');
  } catch {
    // No storage allowed: posting once too often is better than standing still.
  }
  return false;
}
