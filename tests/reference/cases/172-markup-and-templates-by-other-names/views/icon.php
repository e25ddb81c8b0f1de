<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
  <path d="M12 2L2 7l10 5 10-5-10-5z"/>
  <path d="M2 17l10 5 10-5"/>
  <path d="M2 12l10 5 10-5"/>
  <circle cx="12" cy="12" r="2"/>
  <rect x="1" y="1" width="2" height="2"/>
</svg>
