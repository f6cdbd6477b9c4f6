/** The user's own matting model, if `PASTICHE_MATTING_MODEL` names one. */
export function mattingModel(): { model: string } | null {
  const model = process.env.PASTICHE_MATTING_MODEL;
  return model ? { model } : null;
}
