/** The routes of reviews and of anchoring sheets. */
import { agreements, id, request } from './client';
import type {
  AnchoringSheet,
  Day,
  NewAnswer,
  NewReview,
  NewSheet,
  Review,
  SheetToRead,
} from './types';

const reviews = (review: string) => `/api/reviews/${id(review)}`;
const sheets = (sheet: string) => `/api/anchoring-sheets/${id(sheet)}`;

export const reviewing = {
  reviews: (agreement: string) => request<Review[]>('GET', `${agreements(agreement)}/reviews`),
  review: (review: string) => request<Review>('GET', reviews(review)),
  ask: (agreement: string, asked: NewReview) =>
    request<Review>('POST', `${agreements(agreement)}/reviews`, asked),
  answer: (review: string, answer: NewAnswer) =>
    request<Review>('POST', `${reviews(review)}/answers`, answer),
  extend: (review: string, due: Day) =>
    request<Review>('POST', `${reviews(review)}/extension`, { due }),
  close: (review: string) => request<Review>('POST', `${reviews(review)}/closing`, {}),
  sheets: (agreement: string) =>
    request<AnchoringSheet[]>('GET', `${agreements(agreement)}/anchoring-sheets`),
  sheet: (sheet: string) => request<SheetToRead>('GET', sheets(sheet)),
  make: (agreement: string, made: NewSheet) =>
    request<AnchoringSheet>('POST', `${agreements(agreement)}/anchoring-sheets`, made),
  pagePath: (sheet: string) => `${sheets(sheet)}/page`,
};
